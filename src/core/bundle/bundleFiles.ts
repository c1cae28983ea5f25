import * as z from 'zod';
import { runFiles } from '../runs/runFiles.ts';

export const bundleVersion = 1;

/** `bundle.json`: what the archive is, and the id of the run. */
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

/** The largest files there may be, in bytes. */
const mebi = 2 ** 20;
export const largest: ReadonlyMap<string, number> = new Map([
  [bundleNames.bundle, mebi],
  [bundleNames.report, 64 * mebi],
  ...requiredRunFiles.map((name) => [name, 64 * mebi] as const),
  [evaluation, 256 * mebi],
  [weights, 1024 * mebi],
]);

/** Of the whole archive, unpacked. */
export const largestArchive = 1536 * mebi;
