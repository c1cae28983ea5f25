import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { atomicWrite } from '../../common/atomicWrite.ts';
import { checkRegular } from '../../common/checkRegular.ts';
import { fileProblem } from '../../common/fileProblem.ts';
import { evaluationSchema } from '../evaluation/evaluation.ts';
import {
  evaluatedSplits,
  evaluationSummarySchema,
  summarize,
  type EvaluatedSplit,
  type EvaluationSummary,
} from './evaluationSummary.ts';
import { readStart } from './fileParts.ts';
import { parseJson } from './runFiles.ts';

/** The content of `evaluation.json`. */
const storedEvaluationSchema = evaluationSchema.extend({
  split: z.enum(evaluatedSplits),
  /** Measured on data that are not those of the run. */
  otherData: z.boolean().optional(),
  /** The device's description of itself. */
  device: z.string(),
});
export type StoredEvaluation = z.output<typeof storedEvaluationSchema>;

/** null if the version of the content is not known here. */
function stored(content: unknown): StoredEvaluation | null {
  const { data } = storedEvaluationSchema.safeParse(content);
  if (!data?.planted?.words) return data ?? null;
  const { words, ...planted } = data.planted;
  return { ...data, planted, rationales: { planted: words } };
}

/**
 * The test split's evaluation is the run's; that of the dev split and those on other data have files of their own: no list and no comparison reads them.
 */
export function evaluationPath(
  directory: string,
  { split, otherData }: Pick<StoredEvaluation, 'split' | 'otherData'>,
): string {
  const marks = [...(otherData ? ['other'] : []), ...(split === 'test' ? [] : [split])];
  return join(directory, ['evaluation', ...marks, 'json'].join('.'));
}

/**
 * Writes one JSON document whose first line is `{"summary":{…},`, so that a list of runs need not read the rest. Errors: UserError as
 * `atomicWrite`.
 */
export async function storeEvaluation(directory: string, evaluation: StoredEvaluation): Promise<void> {
  const summary = JSON.stringify(summarize(evaluation));
  const rest = JSON.stringify(evaluation).slice(1);
  await atomicWrite(evaluationPath(directory, evaluation), `{"summary":${summary},\n${rest}\n`);
}

/** null if there is none or its version is unknown. Errors: UserError if it cannot be read or is not JSON. */
export async function readEvaluation(
  directory: string,
  split: EvaluatedSplit = 'test',
): Promise<StoredEvaluation | null> {
  const path = evaluationPath(directory, { split });
  checkRegular(path);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw fileProblem(path, error, 'read');
  });
  return text === null ? null : stored(parseJson(text, path));
}

/** More than the summary at the usual ten fractions takes, and more than any takes. */
const usualSummaryBytes = 4096;
const maxSummaryBytes = 65536;

const firstLineSchema = z.object({ summary: evaluationSummarySchema });

/**
 * The summary of a file that exists. A file whose first line holds none, or one without all measures of today, was written by an earlier
 * version and is read whole; null where its version is not known here. Errors: UserError where it cannot be read or is no JSON.
 */
export function readSummary(path: string): EvaluationSummary | null {
  const line = summaryLine(path, usualSummaryBytes) ?? summaryLine(path, maxSummaryBytes);
  if (line !== null) {
    const { data } = firstLineSchema.safeParse(parseJson(line.replace(/,$/, '}'), path));
    if (data) return data.summary;
  }
  const evaluation = stored(parseJson(readFileSync(path, 'utf8'), path));
  return evaluation && summarize(evaluation);
}

/** The first line, if it is a summary that ends within `lengthBytes`. */
function summaryLine(path: string, lengthBytes: number): string | null {
  const start = readStart(path, lengthBytes);
  const end = start.indexOf('\n');
  return end > 0 && start.startsWith('{"summary":') ? start.slice(0, end) : null;
}
