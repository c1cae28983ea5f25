import { batchesOf, largest, runBatch, type Model } from '../../model/model.ts';
import type { Sentence } from '../../model/batch.ts';
import { logitsWithout, marginOf, type NeuronSet } from '../neuronSet.ts';

/** The causal effect of one neuron on the texts that the model predicts to be of a class. */
export interface ClassEffect {
  readonly texts: number;
  /** Mean change of the margin of the predicted class without the neuron; null without such texts. */
  readonly margin: number | null;
  /** Number of predictions that change. */
  readonly flips: number;
}

/** Of each class, on these sentences. An aborted signal throws its reason. */
export async function effectByClass(
  model: Model,
  sentences: readonly Sentence[],
  { layer, index }: { readonly layer: number; readonly index: number },
  signal?: AbortSignal,
): Promise<ClassEffect[]> {
  const { layers, classes } = model.shape;
  const off: NeuronSet = Array.from({ length: layers }, (_, l) => (l === layer ? [index] : []));
  const sums = Array.from({ length: classes }, () => ({ texts: 0, margin: 0, flips: 0 }));
  for (const batch of batchesOf(sentences, ({ ids }) => ids.length, model)) {
    signal?.throwIfAborted();
    await runBatch(model, 'predict', batch);
    const before = await model.executor.read('logits');
    const after = await logitsWithout(model, batch, Array<NeuronSet>(batch.length).fill(off));
    for (let b = 0; b < batch.length; b++) {
      const [one, other] = [before, after].map((logits) => logits.subarray(b * classes, (b + 1) * classes));
      const predicted = largest(one!);
      const sum = sums[predicted]!;
      sum.texts++;
      sum.margin += marginOf(other!, predicted) - marginOf(one!, predicted);
      if (largest(other!) !== predicted) sum.flips++;
    }
  }
  return sums.map(({ texts, margin, flips }) => ({ texts, margin: texts ? margin / texts : null, flips }));
}
