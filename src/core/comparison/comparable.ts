import { join } from 'node:path';
import { UserError } from '../../common/userError.ts';
import { drawsSplit } from '../dataset/drawSplits.ts';
import type { Evaluation } from '../evaluation/evaluation.ts';
import type { DetailedRun, Run } from '../runs/readRun.ts';
import { readText, runFiles } from '../runs/runFiles.ts';

/** Numbers of runs that can be compared. */
export const minRuns = 2;
export const maxRuns = 6;

/** A run and its evaluation on the test split. */
export interface EvaluatedRun {
  readonly run: Run;
  readonly evaluation: Evaluation;
}

/** Errors: UserError if a run has no evaluation of a known version, or was evaluated on other texts than the first one. */
export function evaluatedAlike(runs: readonly DetailedRun[]): EvaluatedRun[] {
  const all = runs.map((run) => ({ run, evaluation: evaluationOf(run) }));
  const [first, ...others] = all;
  for (const other of others) checkSameTexts(first!, other);
  return all;
}

/** Errors: UserError if the runs have different tokens or different numbers of layers. */
export function checkSameTokens(from: Run, to: Run): void {
  if (tokenization(from) !== tokenization(to)) {
    throw new UserError(
      `runs ${from.id} and ${to.id} split texts into different tokens (field "tokenizer"): their neurons cannot be matched`,
      'Compare runs with the same tokenizer.',
    );
  }
  const [before, after] = [from.experiment.model.layers, to.experiment.model.layers];
  if (before === after) return;
  throw new UserError(
    `runs ${from.id} and ${to.id} have ${before} and ${after} layers: their neurons cannot be matched`,
    'Compare runs with the same number of layers.',
  );
}

function evaluationOf({ id, evaluation, hasWeights }: DetailedRun): Evaluation {
  if (evaluation) return evaluation;
  const remedy = hasWeights ? `Evaluate it: \`safr evaluate ${id}\`.` : 'Train it first.';
  throw new UserError(`run ${id} is not evaluated on the test split`, remedy);
}

function checkSameTexts(one: EvaluatedRun, other: EvaluatedRun): void {
  if (!haveSameTexts(one, other)) throw otherTexts(one.run, other.run);
}

/** Whether both were evaluated on the same texts with the same classes. */
export function haveSameTexts(one: EvaluatedRun, other: EvaluatedRun): boolean {
  const [a, b] = [one.run.data, other.run.data];
  return (
    (!a || !b || a.splits.test.sha256 === b.splits.test.sha256) &&
    JSON.stringify(one.run.classes) === JSON.stringify(other.run.classes) &&
    JSON.stringify(one.evaluation.predictions.labels) === JSON.stringify(other.evaluation.predictions.labels)
  );
}

export function otherTexts(one: Run, other: Run): UserError {
  const { dataset } = one.experiment;
  const drawn = drawsSplit(dataset) && !(dataset.source === 'files' && dataset.test !== undefined);
  return new UserError(
    `runs ${one.id} and ${other.id} were evaluated on different test texts`,
    drawn
      ? 'Compare runs of the same data and the same dataset.split.seed; earlier versions drew another split for each seed.'
      : 'Compare runs of the same data.',
  );
}

/** What determines how a text is split into tokens: an encoder's tokens, or settings of the tokenizer (not those of the vocabulary). */
function tokenization({ directory, experiment: { tokenizer, model } }: Run): string {
  if (model.pretrained !== undefined) return readText(join(directory, runFiles.vocabulary));
  const { kind, pattern, lowercase } = tokenizer;
  return JSON.stringify([kind, pattern, lowercase]);
}
