import { elementCount, type BufferSpec, type Program, type Sizes } from '../program.ts';
import { UserError } from '../../common/userError.ts';
import { control, type ThreadSpaces } from './command.ts';

/** What the batches seen so far need: the batch's sizes and the rows of the longest sentence. */
export interface Capacity extends Sizes {
  readonly longest: number;
}

/** Byte addresses of everything in the shared memory. */
export interface Layout {
  readonly buffers: ReadonlyMap<string, number>;
  /** Shared scratch for sums in parts. */
  readonly partial: number;
  readonly threads: readonly ThreadSpaces[];
  readonly end: number;
}

const alignment = 64;

/** Every buffer has its own cache lines and one spare line: kernels may touch elements up to the next multiple of 16. */
const footprint = (bytes: number) => Math.ceil(bytes / alignment) * alignment + alignment;

const isBatchSized = (spec: BufferSpec) => spec.shape.some((dim) => typeof dim === 'string');

/** Buffers of fixed size come first, so that their addresses and contents outlast a growth of the batch. */
export function layOut(program: Program, capacity: Capacity, threads: number, productScratch: number): Layout {
  let end = control.end;
  const take = (bytes: number) => {
    const at = end;
    end += footprint(bytes);
    return at;
  };
  const buffers = new Map<string, number>();
  const place = (specs: readonly BufferSpec[]) => {
    for (const spec of specs) buffers.set(spec.name, take(4 * elementCount(spec, capacity)));
  };
  place(program.buffers.filter((spec) => !isBatchSized(spec)));
  const partial = take(partialBytes(program, capacity));
  const scratches = Array.from({ length: threads }, () => take(productScratch));
  place(program.buffers.filter(isBatchSized));
  const spaces = scratches.map((scratch) => ({ scratch, space: take(spaceBytes(capacity.longest)) }));
  return { buffers, partial, threads: spaces, end };
}

/** Of a thread, for one sentence of so many rows. */
export const spaceBytes = (longest: number) => 4 * (4 * longest ** 2 + 2 * longest + 64);

/** Counts of the kernel `batchThreshold`. */
const countsBytes = 24 * 1024;

/** Enough for 64 rows of any width, for a float64 per 4,096 elements of any fixed buffer, and for counts. */
function partialBytes(program: Program, capacity: Capacity): number {
  const widest = Math.max(0, ...program.buffers.map((spec) => (typeof spec.shape[1] === 'number' ? spec.shape[1] : 0)));
  const largest = Math.max(0, ...program.buffers.map((spec) => elementCount(spec, capacity)));
  return Math.max(64 * 4 * widest, 8 * Math.ceil(largest / 4096), countsBytes);
}

const pageBytes = 65536;
const maximumPages = 65536;
export const addressableBytes = pageBytes * maximumPages;

/** Grows the memory to hold `end` bytes. Errors: UserError where the machine or 32-bit addresses have no more. */
export function reserve(memory: WebAssembly.Memory, end: number): void {
  const missing = Math.ceil((end - memory.buffer.byteLength) / pageBytes);
  if (missing <= 0) return;
  const remedy = 'Lower training.batchSize, model.maxLength or the size of the model.';
  const needs = `the wasm device needs ${(end / 2 ** 30).toFixed(2)} GiB for this model and batch`;
  if (end > addressableBytes) throw new UserError(`${needs}, but can address 4 GiB`, remedy);
  try {
    memory.grow(missing);
  } catch {
    throw new UserError(`${needs}, which this machine does not give`, remedy);
  }
}

export function sharedMemory(): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: 2, maximum: maximumPages, shared: true });
}
