import { batchesOf, largest, type Model } from '../../model/model.ts';
import type { Sentence } from '../../model/batch.ts';
import { marginOf, perSentence, type NeuronSet } from '../neuronSet.ts';
import type { UnitSource } from '../unitSource.ts';

/** The causal effect of one neuron or feature on the texts that the model predicts to be of a class. */
export interface ClassEffect {
  readonly texts: number;
  /** Mean change of the margin of the predicted class without it; null without such texts. */
  readonly margin: number | null;
  /** Number of predictions that change. */
  readonly flips: number;
}

/** The effect of one unit of a model on the sentences of each predicted class. An aborted signal throws its reason. */
export async function effectByClass(
  model: Model,
  units: UnitSource,
  sentences: readonly Sentence[],
  { layer, index }: { readonly layer: number; readonly index: number },
  signal?: AbortSignal,
): Promise<ClassEffect[]> {
  const { classes } = model.shape;
  const off: NeuronSet = Array.from({ length: units.layers }, (_, l) => (l === layer ? [index] : []));
  const sums = Array.from({ length: classes }, () => ({ texts: 0, margin: 0, flips: 0 }));
  for (const batch of batchesOf(sentences, ({ ids }) => ids.length, model)) {
    signal?.throwIfAborted();
    const before = perSentence(await units.logits(batch), classes);
    const after = perSentence(await units.logitsWithout(batch, Array<NeuronSet>(batch.length).fill(off)), classes);
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
