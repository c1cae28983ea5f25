import { batchesOf, largest, runBatch, type Model } from '../../model/model.ts';
import type { Sentence } from '../../model/batch.ts';
import { logitsWithout, marginOf, perSentence, type NeuronSet } from '../neuronSet.ts';

/** The causal effect of one neuron on the texts that the model predicts to be of a class. */
export interface ClassEffect {
  readonly texts: number;
  /** Mean change of the margin of the predicted class without the neuron; null without such texts. */
  readonly margin: number | null;
  /** Number of predictions that change. */
  readonly flips: number;
}

/** The effect of a neuron on the sentences of each predicted class. An aborted signal throws its reason. */
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
    const before = perSentence(await model.executor.read('logits'), classes);
    const after = perSentence(await logitsWithout(model, batch, Array<NeuronSet>(batch.length).fill(off)), classes);
    before.forEach((logits, b) => {
      const predicted = largest(logits);
      const sum = sums[predicted]!;
      sum.texts++;
      sum.margin += marginOf(after[b]!, predicted) - marginOf(logits, predicted);
      if (largest(after[b]!) !== predicted) sum.flips++;
    });
  }
  return sums.map(({ texts, margin, flips }) => ({ texts, margin: texts ? margin / texts : null, flips }));
}
