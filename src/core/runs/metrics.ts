import { readFileSync } from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import * as z from 'zod';
import { checkRegular } from '../../common/checkRegular.ts';
import { UserError } from '../../common/userError.ts';
import { atomicWrite } from '../../common/atomicWrite.ts';
import { fileProblem } from '../../common/fileProblem.ts';
import { readEnd } from './fileParts.ts';

/** Means over sentences of the losses, unweighted. */
const losses = z.object({
  crossEntropy: z.number(),
  importance: z.number(),
  /**
   * With λ_inter 0 steps do not compute it: null in the lines of steps, and in those of epochs the value in evaluation on the first texts of
   * the dev sample, null where there is none. (Earlier versions computed it in every step.)
   */
  interaction: z.number().nullable(),
  information: z.number(),
  /** With λ_sim above 0. */
  similarity: z.number().optional(),
});

const common = {
  /** From 1. */
  epoch: z.int().min(1),
  /** Adam steps since the run began. */
  step: z.int().min(1),
  losses,
  /** Share of correct predictions, 0 to 1, while training: with dropout and sampled masks. */
  trainAccuracy: z.number(),
  /** Of the last step. */
  learningRate: z.number(),
  /** Wall-clock time of the run so far, over all its sessions. */
  seconds: z.number(),
  stepsPerSecond: z.number(),
};

/** Summary of the steps since the one before, within an epoch. */
const stepMetrics = z.object({ kind: z.literal('step'), ...common });

const epochMetrics = z.object({
  kind: z.literal('epoch'),
  ...common,
  /** Share of correct predictions on the whole dev split. */
  devAccuracy: z.number(),
  /** Mean F1 of the classes on the whole dev split; null in runs of earlier versions. */
  devMacroF1: z.number().nullable().default(null),
  /** SRS(0.3) in percentage points on the dev sample; null where there is none. */
  devSrs: z.number().nullable(),
  /**
   * Shares of all feed-forward neurons over the dev sample (method: Neurons, per corpus); null where there is none, and in runs that
   * were made before it was measured.
   */
  neurons: z.object({ dead: z.number(), monosemantic: z.number(), polysemantic: z.number() }).nullable().default(null),
  /** Whether it is better than every epoch before by `training.monitor`; the run then has its weights. */
  best: z.boolean(),
});

const metricsLine = z.discriminatedUnion('kind', [stepMetrics, epochMetrics]);

export type StepMetrics = z.output<typeof stepMetrics>;
export type EpochMetrics = z.output<typeof epochMetrics>;
export type Metrics = z.output<typeof metricsLine>;

/** Adds a line. Errors: UserError (disk full, …). */
export async function appendMetrics(path: string, metrics: Metrics): Promise<void> {
  await appendFile(path, `${JSON.stringify(metrics)}\n`).catch((error: unknown) => {
    throw fileProblem(path, error, 'written');
  });
}

/** All lines; an incomplete last line, left by a kill, is ignored. Errors: UserError naming file and line. */
export async function readMetrics(path: string): Promise<Metrics[]> {
  checkRegular(path);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw fileProblem(path, error, 'read');
  });
  return text
    .split('\n')
    .slice(0, -1)
    .map((line, i) => parseLine(line, () => `${path}:${i + 1}`));
}

/** More than the lines of an epoch usually take. */
const tailBytes = 4096;

/** The progress of a run; null before its first line or its first epoch. */
export interface LastMetrics {
  readonly lastLine: Metrics | null;
  readonly lastEpoch: EpochMetrics | null;
}

/** Reads only the end of the file. Errors: UserError if it cannot be read, or naming the line if one of the two is damaged. */
export function readLastMetrics(path: string): LastMetrics {
  for (let lengthBytes = tailBytes; ; lengthBytes *= 4) {
    const text = readEnd(path, lengthBytes);
    const lines = text.split('\n').slice(0, -1);
    const epoch = lines.findLastIndex((line) => line.startsWith('{"kind":"epoch"'));
    if (epoch < 0 && Buffer.byteLength(text) >= lengthBytes) continue;
    const lineAt = (index: number) => {
      const place = () => `${path}:${countLines(path) - (lines.length - 1 - index)}`;
      return index < 0 ? null : parseLine(lines[index]!, place);
    };
    return { lastLine: lineAt(lines.length - 1), lastEpoch: lineAt(epoch) as EpochMetrics | null };
  }
}

function countLines(path: string): number {
  return readFileSync(path, 'utf8').split('\n').length - 1;
}

/** Removes all lines except those of steps up to `step` and of the first `epochs` epochs; an incomplete last line is removed too. */
export async function truncateMetrics(path: string, step: number, epochs: number): Promise<void> {
  const kept = (await readMetrics(path)).filter((line) =>
    line.kind === 'step' ? line.step <= step : line.epoch <= epochs,
  );
  await atomicWrite(path, kept.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

function parseLine(line: string, place: () => string): Metrics {
  try {
    return metricsLine.parse(JSON.parse(line));
  } catch {
    throw new UserError(
      `${place()}: not a line of metrics: ${line.slice(0, 60)}`,
      'Delete this line; the rest of the run stays readable.',
    );
  }
}
