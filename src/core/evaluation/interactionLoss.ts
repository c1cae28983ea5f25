import { lossNames } from '../model/losses.ts';
import { batchesOf, runBatch, type Model } from '../model/model.ts';
import { sentenceOf, type Sentences } from './observe.ts';
import { sampleOf } from './randomRanking.ts';

/**
 * L_inter of a model in evaluation, for trainings whose steps do not compute it: over the first texts of the sample that fit one batch, the
 * same ones at every call, because its time grows with the cube of a text's length. null without a sample. `sample`: its size.
 */
export async function interactionLoss(model: Model, split: Sentences, sample: number): Promise<number | null> {
  const tokens = (index: number) => split.ids(index).length;
  const [first] = batchesOf(sampleOf(split.length, sample), tokens, model);
  if (first === undefined) return null;
  const sentences = first.map((index) => sentenceOf(split, index));
  await runBatch(model, 'measureLosses', sentences);
  return (await model.executor.read('losses'))[lossNames.indexOf('interaction')]!;
}
