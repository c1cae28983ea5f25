import { grouped } from '../../common/format.ts';
import type { Device, DeviceMemory, Executor } from '../../engine/device.ts';
import type { OperationName } from '../../engine/operations.ts';
import { DeviceFailure } from '../../engine/deviceFailure.ts';
import {
  elementCount,
  noSizes,
  programBytes,
  type Batch,
  type BufferSpec,
  type Program,
  type Scalars,
  type Sizes,
} from '../../engine/program.ts';
import type { Padding } from '../model/batch.ts';
import { cutBatch } from '../model/batchParts.ts';
import { rowsOf } from '../model/model.ts';
import type { ModelShape } from '../model/modelShape.ts';
import { partRoutines, safrProgram, type TrainingObjective } from '../model/safrProgram.ts';

/** The program of a training, and how its steps fit the device. */
export interface StepPlan {
  readonly program: Program;
  /** The largest number of rows that are computed at once; batches with more of them are computed in parts. */
  readonly maxRows: number;
}

interface PlannedTraining {
  readonly device: Pick<Device, 'name' | 'memory'>;
  readonly shape: ModelShape;
  readonly objective: TrainingObjective;
  readonly padding: Padding;
  /** Numbers of tokens of the training texts. */
  readonly lengths: readonly number[];
  readonly batchSize: number;
}

/** Of a device's memory. The rest is for buffers that grow by more than a batch needs, the attention weights of evaluated texts, and scratch. */
const usableShare = 0.8;

/**
 * Estimates what a step on the longest texts needs. Batches that do not fit the device are computed in parts, whose gradients are summed: the
 * result is the same but for rounding. The plan is a function of experiment, data and device. Errors: DeviceFailure where not even one text fits.
 */
export function planSteps(training: PlannedTraining): StepPlan {
  const { device, shape, objective, padding, lengths, batchSize } = training;
  const descending = lengths.map((tokens) => rowsOf(tokens, padding)).sort((a, b) => b - a);
  const longest = descending[0] ?? 0;
  const largestBatch = descending.slice(0, batchSize).reduce((sum, own) => sum + own, 0);
  const sizesOf = (rows: number): Sizes => ({
    ...noSizes,
    ...{ rows, places: rows, sentences: batchSize },
    types: Math.min(largestBatch, shape.vocabulary),
  });
  const workspace = device.memory.workspace(longest);
  const total = usableShare * device.memory.total;
  const { buffer } = device.memory;
  const allowed = { total: total - workspace, buffer };
  const whole = safrProgram(shape, objective);
  if (largestRows(whole, allowed, sizesOf) >= largestBatch) return { program: whole, maxRows: Infinity };
  const program = safrProgram(shape, objective, { inParts: true });
  const maxRows = largestRows(program, allowed, sizesOf);
  if (maxRows >= longest) return { program, maxRows };
  const inGibibytes = (bytes: number) => `${(bytes / 2 ** 30).toFixed(2)} GiB`;
  const needed = programBytes(program, sizesOf(longest)) + workspace;
  const found =
    needed > total
      ? `${inGibibytes(needed)}; the ${device.name} device has ${inGibibytes(total)} for it`
      : `a buffer of more than ${inGibibytes(buffer)}, the largest of the ${device.name} device`;
  throw new DeviceFailure(
    `a training step on the longest text alone, ${grouped(longest)} tokens, needs ${found}`,
    remedyFor(shape),
  );
}

const remedyFor = ({ maxLength, pretrained }: ModelShape) =>
  pretrained
    ? `Lower model.maxLength (${maxLength}), set model.trainable to "head", or choose a smaller encoder by model.pretrained.`
    : `Lower model.maxLength (${maxLength}), model.width, model.feedForward or model.layers.`;

/** Limits in bytes. */
type Allowed = Pick<DeviceMemory, 'total' | 'buffer'>;

/** The largest number of rows for which all buffers fit; a buffer's size is linear in it. Negative where nothing fits. */
function largestRows(program: Program, { total, buffer }: Allowed, sizesOf: (rows: number) => Sizes): number {
  const bytesOf = (spec: BufferSpec, rows: number) => 4 * elementCount(spec, sizesOf(rows));
  const limits = program.buffers.map((spec) => rowsWithin((rows) => bytesOf(spec, rows), buffer));
  return Math.min(
    ...limits,
    rowsWithin((rows) => programBytes(program, sizesOf(rows)), total),
  );
}

/** The largest number of rows for which `bytes`, linear in it, is at most `allowed`; negative where no number is. */
function rowsWithin(bytes: (rows: number) => number, allowed: number): number {
  const fixed = bytes(0);
  if (fixed > allowed) return -1;
  const perRow = bytes(1) - fixed;
  return perRow === 0 ? Infinity : Math.floor((allowed - fixed) / perRow);
}

/** One sentence for a training with batches that are computed in parts; null for others. */
export function planWords({ maxRows, program }: StepPlan, { name }: PlannedTraining['device']): string | null {
  if (maxRows === Infinity) return null;
  const parts = `batches of more than ${grouped(maxRows)} tokens are computed in parts, which the ${name} device has memory for`;
  const own = [
    ...(hasOperation(program, 'batchThreshold') ? ['each part keeps its own neurons (model.activeNeurons)'] : []),
    ...(hasOperation(program, 'similarityLoss') ? ['each part compares its own words (safr.similarity)'] : []),
  ];
  return `${parts}; ${own.length > 0 ? own.join(', ') : 'the result is the same but for rounding'}`;
}

const hasOperation = ({ routines }: Program, name: OperationName) =>
  Object.values(routines).some((operations) => operations.some(({ op }) => op === name));

/** What a step computes for its batch. */
export interface StepResults {
  readonly losses: Promise<Float32Array>;
  /** [sentences, classes] */
  readonly probabilities: Promise<Float32Array>;
}

/** Takes a training step. The results are read after this returns; further steps may be under way before they arrive. */
export async function runStep(
  executor: Executor,
  { maxRows }: StepPlan,
  batch: Batch,
  scalars: Scalars,
): Promise<StepResults> {
  const read = () => ({ losses: executor.read('losses'), probabilities: executor.read('probabilities') });
  if (batch.sizes.rows <= maxRows) {
    await executor.run('train', batch, scalars);
    return read();
  }
  const parts = cutBatch(batch, partEnds(batch, maxRows));
  const results: ReturnType<typeof read>[] = [];
  for (const [i, part] of parts.entries()) {
    await executor.run(i === 0 ? partRoutines.first : partRoutines.next, part, scalars);
    results.push(read());
  }
  await executor.run(partRoutines.update, parts.at(-1)!, scalars);
  return {
    losses: Promise.all(results.map(({ losses }) => losses)).then(sumOf),
    probabilities: Promise.all(results.map(({ probabilities }) => probabilities)).then(joined),
  };
}

/** The number of the sentence after each part: as many consecutive sentences as fit. */
function partEnds({ sizes, inputs }: Batch, maxRows: number): number[] {
  const starts = inputs['starts']!;
  const ends: number[] = [];
  let first = 0;
  for (let b = 1; b < sizes.sentences; b++) {
    if (starts[b + 1]! - starts[first]! <= maxRows) continue;
    ends.push(b);
    first = b;
  }
  return [...ends, sizes.sentences];
}

/** The shares of all parts of each loss. */
function sumOf(losses: readonly Float32Array[]): Float32Array {
  return Float32Array.from(losses[0]!, (_, i) => losses.reduce((sum, own) => sum + own[i]!, 0));
}

function joined(parts: readonly Float32Array[]): Float32Array {
  return Float32Array.from(parts.flatMap((part) => [...part]));
}
