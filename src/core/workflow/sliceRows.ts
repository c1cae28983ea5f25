import type { Example, SplitName } from '../dataset/source.ts';
import { readTextsOf } from '../dataset/textsOfFile.ts';
import { sliceColumns, TextSlices } from '../dataset/textSlices.ts';
import { makeTokenizer } from '../dataset/tokenizer.ts';
import type { SliceConditions } from '../experiment/sections/slices.ts';
import { encoderOf } from '../runs/openTextReader.ts';
import { readRun, type Run } from '../runs/readRun.ts';
import type { DataContext } from './readData.ts';
import { readRunTexts } from './readTexts.ts';

/** Rows of a file, or the texts of a split of the run's data. */
export type RowsPlace = { readonly path: string } | { readonly split: SplitName };

export interface SliceRowsOptions extends DataContext {
  readonly directory: string;
  readonly place: RowsPlace;
  readonly where: SliceConditions;
}

/**
 * The numbers of the rows that meet the conditions of a slice, ascending, as a run reads them. What is predicted is not checked. Errors: as
 * `readTextsOf` and `readRunTexts`; the signal's reason.
 */
export async function sliceRows({ directory, place, where, ...context }: SliceRowsOptions): Promise<readonly number[]> {
  const run = await readRun(directory);
  const slices = { slice: where };
  const found = new TextSlices(slices);
  const needsTokens = where.minTokens !== undefined || where.maxTokens !== undefined;
  const countTokens = needsTokens ? await tokenCounter(run) : () => 0;
  const texts = 'path' in place ? fileTexts(run, place.path, where) : readRunTexts(run, context, place.split, slices);
  for await (const text of texts) {
    context.signal?.throwIfAborted();
    found.add(text, countTokens(text.text));
  }
  return found.textsOf('slice');
}

/** Counts all tokens of a text, before the cut at the model's maximum length. */
async function tokenCounter(run: Run): Promise<(text: string) => number> {
  const encoder = await encoderOf(run);
  if (encoder) return (text) => encoder.reader.readIds(text).tokens;
  const tokenize = makeTokenizer(run.experiment.tokenizer);
  return (text) => tokenize(text).length;
}

async function* fileTexts({ experiment }: Run, path: string, where: SliceConditions): AsyncGenerator<Example> {
  const { dataset } = experiment;
  const otherColumns = sliceColumns({ slice: where });
  const rows = readTextsOf(path, { dataset, otherColumns, report: () => undefined, onEmptyRow: () => undefined });
  for await (const batch of rows) for (const row of batch) yield { split: 'test', file: path, ...row };
}
