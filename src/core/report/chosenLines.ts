import type { ReportEvaluation } from '../runs/reportEvaluation.ts';

/** Numbers of texts worth explaining: half of them the surest mistakes, the others the surest right ones; by number, rising, where equal. */
export function chosenLines({ predictions }: Pick<ReportEvaluation, 'predictions'>, count: number): number[] {
  const { labels, predicted, probabilities } = predictions;
  const surest = labels.map((_, i) => i).sort((a, b) => probabilities[b]! - probabilities[a]! || a - b);
  const isRight = (i: number) => labels[i] === predicted[i];
  const [right, wrong] = [surest.filter(isRight), surest.filter((i) => !isRight(i))];
  const mistakes = wrong.slice(0, Math.max(Math.floor(count / 2), count - right.length));
  return [...mistakes, ...right.slice(0, count - mistakes.length)];
}
