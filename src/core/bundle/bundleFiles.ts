import * as z from 'zod';
import { keptFiles } from '../runs/encoder.ts';
import { featuresNamePattern } from '../runs/featureFiles.ts';
import { runFiles } from '../runs/runFiles.ts';

export const bundleVersion = 1;

/** `bundle.json`: the format of the archive and the id of the run. */
export const bundleSchema = z.object({
  format: z.literal('safr-bundle'),
  version: z.literal(bundleVersion),
  run: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/),
});

export const bundleNames = { bundle: 'bundle.json', report: 'report.html' } as const;

const { record, experiment, environment, data, notes, classes, vocabulary, metrics, weights, evaluation } = runFiles;
/** Files that a bundle has as they are in the run. */
export const copiedFiles = [classes, vocabulary, metrics, weights] as const;
/** Files of the run that every bundle has. */
export const requiredRunFiles = [record, experiment, environment, ...copiedFiles] as const;
export const evaluationFile = evaluation;
/** Folder of the files of a pretrained encoder, and their names in the archive. */
export const encoderFolder = runFiles.encoder;
export const encoderFiles = keptFiles.map((name) => `${encoderFolder}/${name}`);

const mebibyte = 2 ** 20;

/** Limits of the files, in bytes: many times what a run needs. JSON takes about ten times its length in memory. */
const maxBytes: ReadonlyMap<string, number> = new Map([
  [bundleNames.bundle, mebibyte],
  [bundleNames.report, 64 * mebibyte],
  ...[record, experiment, environment, data, notes, classes].map((name) => [name, 4 * mebibyte] as const),
  ...[vocabulary, metrics, evaluation, ...encoderFiles].map((name) => [name, 64 * mebibyte] as const),
  [weights, 1024 * mebibyte],
]);

/** Of a file by its name in the archive; undefined for what no bundle has. */
export function maxBytesOf(name: string): number | undefined {
  const [folder, file = '', ...rest] = name.split('/');
  if (folder !== runFiles.features || rest.length > 0) return maxBytes.get(name);
  const [, own = '', ending] = /^(.*)\.(json|safetensors)$/.exec(file) ?? [];
  return featuresNamePattern.test(own) ? (ending === 'json' ? 64 : 1024) * mebibyte : undefined;
}

/** An archive may grow by this factor when it is unpacked: weights hardly shrink, so that no run packs this well. */
export const maxRatio = 100;
/** A small archive may grow to this size. */
export const alwaysAllowedBytes = 4 * mebibyte;
