import { UserError } from '../../common/userError.ts';
import { didYouMean } from '../../common/didYouMean.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { Sentence } from '../model/batch.ts';
import type { TrainingData } from './trainingData.ts';

/**
 * The weight of each class in the loss, in their order; null if all count the same. "balanced": n / (classes · texts of the class in the
 * training split), as scikit-learn's `compute_class_weight`. Errors: UserError if the names are not the classes of the data, or a class to be
 * balanced has no text.
 */
export function classWeights(
  { classWeights: setting }: Experiment['training'],
  { classes, train }: Pick<TrainingData, 'classes' | 'train'>,
): number[] | null {
  if (setting === null) return null;
  return setting === 'balanced' ? balancedWeights(classes, train) : namedWeights(setting, classes);
}

function balancedWeights(classes: readonly string[], train: TrainingData['train']): number[] {
  const counts = classes.map(() => 0);
  for (let i = 0; i < train.length; i++) counts[train.label(i)]!++;
  const empty = classes.find((_, c) => counts[c] === 0);
  if (empty !== undefined) {
    throw new UserError(
      `training.classWeights is "balanced", but class "${empty}" has no text in the training split`,
      'Add texts of this class, or remove it from dataset.classes.',
    );
  }
  return counts.map((count) => train.length / (classes.length * count));
}

function namedWeights(weights: Readonly<Record<string, number>>, classes: readonly string[]): number[] {
  const remedy = `Give each class a number; the classes are ${classes.slice(0, 20).join(', ')}.`;
  const unknown = Object.keys(weights).find((name) => !classes.includes(name));
  if (unknown !== undefined) {
    const message = `training.classWeights names "${unknown}", which is not a class of the data`;
    throw new UserError(`${message}${didYouMean(unknown, classes)}`, remedy);
  }
  return classes.map((name) => {
    const weight = weights[name];
    if (weight === undefined) throw new UserError(`training.classWeights has no weight for class "${name}"`, remedy);
    return weight;
  });
}

/**
 * The factor of each sentence's loss that makes the mean over the batch the weighted mean Σ wᵢ·lossᵢ / Σ wᵢ, as PyTorch's
 * `CrossEntropyLoss(weight)`: w of its class over the mean w of the batch.
 */
export function exampleFactors(weights: readonly number[], sentences: readonly Sentence[]): Float32Array {
  const own = sentences.map(({ label }) => weights[label]!);
  const mean = own.reduce((sum, weight) => sum + weight, 0) / own.length;
  return Float32Array.from(own, (weight) => weight / mean);
}
