import * as z from 'zod';
import { runFiles } from '../runs/runFiles.ts';

export const bundleVersion = 1;

/** `bundle.json`: the format of the archive and the id of the run. */
export const bundleSchema = z.object({
  format: z.literal('safr-bundle'),
  version: z.literal(bundleVersion),
  run: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/),
});

export const bundleNames = { bundle: 'bundle.json', report: 'report.html' } as const;

const { record, experiment, environment, classes, vocabulary, metrics, weights, evaluation } = runFiles;
/** Files of the run that every bundle has. */
export const requiredRunFiles = [record, experiment, environment, classes, vocabulary, metrics, weights] as const;
export const evaluationFile = evaluation;

/** The maximum size of each file, in bytes. */
const mebibyte = 2 ** 20;
export const maxFileBytes: ReadonlyMap<string, number> = new Map([
  [bundleNames.bundle, mebibyte],
  [bundleNames.report, 64 * mebibyte],
  ...requiredRunFiles.map((name) => [name, 64 * mebibyte] as const),
  [evaluation, 256 * mebibyte],
  [weights, 1024 * mebibyte],
]);

/** The maximum size of the unpacked archive. */
export const maxArchiveBytes = 1536 * mebibyte;
