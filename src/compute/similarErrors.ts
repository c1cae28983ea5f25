import { ErrorIndex } from '../core/evaluation/similarErrors.ts';
import type { ExplanationSummary } from '../core/evaluation/explanation/explanation.ts';
import type { TextWord } from '../core/dataset/textWord.ts';
import type { DataText } from '../core/dataset/source.ts';
import { openTextReader } from '../core/runs/openTextReader.ts';
import type { Run } from '../core/runs/readRun.ts';
import { readEvaluation } from '../core/runs/evaluationFile.ts';
import { UserError } from '../common/userError.ts';

/** The wrongly classified test texts of an evaluated run. Errors: UserError if it is not evaluated, or was with other data. */
export async function errorsOf(run: Run, test: readonly DataText[], signal: AbortSignal): Promise<ErrorIndex> {
  const { id, classes } = run;
  const evaluation = await readEvaluation(run.directory);
  if (!evaluation) throw notEvaluated(run);
  const { labels, predicted } = evaluation.predictions;
  if (labels.length !== test.length || test.some(({ label }, i) => label !== classes[labels[i]!])) {
    throw new UserError(`the test texts are not those that run ${id} was evaluated on`, 'Evaluate the run again.');
  }
  const names = predicted.map((number) => classes[number]!);
  const reader = await openTextReader(run);
  const isEncoder = run.experiment.model.pretrained !== undefined;
  const wordsOf = (text: string) =>
    isEncoder ? reader.words(text).map((word) => sameWord(run, word)) : reader.tokens(text);
  return ErrorIndex.create(test, names, wordsOf, signal);
}

/** Words of encoders are as in the text, and compared without case. */
function sameWord({ experiment }: Pick<Run, 'experiment'>, { text }: Pick<TextWord, 'text'>): string {
  return experiment.model.pretrained === undefined ? text : text.toLowerCase();
}

export function notEvaluated({ id }: Run): UserError {
  return new UserError(`run ${id} has no evaluation on the test split`, 'Evaluate the run first.');
}

/** The highest keep probability of each word of an explained text; empty without a mask. */
export function keepOf(run: Pick<Run, 'experiment'>, { words }: ExplanationSummary): Map<string, number> {
  const highest = new Map<string, number>();
  for (const word of words) {
    const name = sameWord(run, word);
    if (word.keep !== null) highest.set(name, Math.max(word.keep, highest.get(name) ?? 0));
  }
  return highest;
}
