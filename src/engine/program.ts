import type { Operation } from './operations.ts';
import type { Size } from './operations/size.ts';

export type Sizes = Readonly<Record<Size, number>>;

/** Of an empty batch. */
export const noSizes: Sizes = {
  rows: 0,
  sentences: 0,
  types: 0,
  places: 0,
  pairs: 0,
  contentRows: 0,
  contentPairs: 0,
};

/** A dimension of a buffer; lists of bounds have one element more than what they bound. */
export type Dim = number | Size | 'sentences+1' | 'types+1';

/**
 * `parameter`s and `state` (Adam's moments, tables) keep their values between runs, `input`s come with a batch, `value`s are valid within
 * one run.
 */
export type BufferRole = 'parameter' | 'state' | 'input' | 'value';

export interface BufferSpec {
  readonly name: string;
  readonly type: 'f32' | 'i32';
  /** Row-major. Only the first dimension may be a size of the batch, or such a size + 1. */
  readonly shape: readonly Dim[];
  readonly role: BufferRole;
}

/** Named lists of operations over one set of buffers. Made once from the configuration, executed by a device. */
export interface Program {
  readonly buffers: readonly BufferSpec[];
  readonly routines: Readonly<Record<string, readonly Operation[]>>;
}

/** One batch: its sizes and the values of the program's input buffers. */
export interface Batch {
  readonly sizes: Sizes;
  readonly inputs: Readonly<Record<string, Float32Array | Int32Array>>;
  /** Left out for a batch that is computed at once. */
  readonly part?: BatchPart;
}

/** Some sentences of a larger batch: random numbers and means are those of the whole. Its types, `contentRows` and `contentPairs` are the whole's. */
export interface BatchPart {
  /** Rows and sentences of the whole before this part. */
  readonly firstRow: number;
  readonly firstSentence: number;
  /** Sentences of the whole. */
  readonly batchSentences: number;
  /** The largest sizes of all parts, so that buffers keep their places from one part to the next. */
  readonly room: Sizes;
}

/** Numbers of a run that say where a batch lies in a larger one. */
export function placeOf({ sizes, part }: Batch) {
  const { firstRow, firstSentence, batchSentences } = part ?? {
    ...{ firstRow: 0, firstSentence: 0, batchSentences: sizes.sentences },
  };
  return { firstRow, firstSentence, batchSentences };
}

/** Numbers that change from step to step. All random numbers are a function of `seed`, `step`, a site and an index. */
export interface Scalars {
  readonly seed: number;
  /** Adam step, from 1; also the counter of the random numbers. */
  readonly step: number;
  readonly learningRate: number;
  /** λ_info of this epoch (VMASK anneals it). */
  readonly informationWeight: number;
}

/**
 * The sizes of a batch that the buffers of a routine need room for: without its `pairs` where no operation of the routine has a buffer of them.
 * A training step has none; for batches of long texts such a buffer would take more memory than all others.
 */
export function roomOf<S extends Sizes>({ buffers, routines }: Program, routine: string, sizes: S): S {
  const used = new Set(routines[routine]!.flatMap(stringsIn));
  return buffers.some(({ name, shape }) => shape[0] === 'pairs' && used.has(name)) ? sizes : { ...sizes, pairs: 0 };
}

/** All strings of an operation, the names of its buffers among them. */
function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

/** Bytes of a program's buffers in batches of these sizes. */
export function programBytes({ buffers }: Program, sizes: Sizes): number {
  return buffers.reduce((sum, spec) => sum + 4 * elementCount(spec, sizes), 0);
}

/** Elements of a buffer in a batch of these sizes. */
export function elementCount(spec: BufferSpec, sizes: Sizes): number {
  return spec.shape.reduce<number>((product, dimension) => product * extent(dimension, sizes), 1);
}

/** A dimension in a batch of these sizes. */
export function extent(dimension: Dim, sizes: Sizes): number {
  if (typeof dimension === 'number') return dimension;
  return dimension.endsWith('+1') ? sizes[dimension.slice(0, -2) as Size] + 1 : sizes[dimension as Size];
}
