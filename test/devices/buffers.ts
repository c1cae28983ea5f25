import { threefry, uniform as toUniform } from '../../src/common/random.ts';
import { extent, type BufferSpec, type Dim, type Sizes } from '../../src/engine/program.ts';

/** An input of an operation: its shape, and how its elements are computed from uniform numbers in (0, 1). */
export interface Given {
  readonly shape: readonly Dim[];
  readonly draw: (u: number, v: number, index: number) => number;
}

export const normal = (...shape: Dim[]): Given => ({ shape, draw: gaussian });
export const scaled = (factor: number, ...shape: Dim[]): Given => ({
  shape,
  draw: (u, v) => factor * gaussian(u, v),
});
/** After a ReLU: half of them 0. */
export const rectified = (...shape: Dim[]): Given => ({ shape, draw: (u, v) => Math.max(0, gaussian(u, v)) });
/** Of 0, 1, 2 and 3, so that many are equal. */
export const repeated = (...shape: Dim[]): Given => ({ shape, draw: (u) => Math.floor(4 * u) });
export const uniform = (...shape: Dim[]): Given => ({ shape, draw: (u) => u });
/** 0 or 1, like a mask. */
export const bits = (...shape: Dim[]): Given => ({ shape, draw: (u) => (u < 0.4 ? 0 : 1) });
/** 0 or −∞; the sentence lengths `diagonalOf` determine the diagonals, which stay 0. */
export const cuts = (lengths: readonly number[]): Given => {
  const isDiagonal = lengths.flatMap((n) => Array.from({ length: n * n }, (_, at) => at % (n + 1) === 0));
  return { shape: ['pairs'], draw: (u, _, index) => (u < 0.3 && !isDiagonal[index] ? -Infinity : 0) };
};
/** Normally distributed, except that the rows `zeroRows` are 0. */
export const withZeroRows = (zeroRows: readonly number[], rows: Dim, width: number): Given => ({
  shape: [rows, width],
  draw: (u, v, index) => (zeroRows.includes(Math.floor(index / width)) ? 0 : gaussian(u, v)),
});

/** Normally distributed numbers (Box–Muller transform). */
function gaussian(u: number, v: number): number {
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
}

/** The same values for the same name, on every machine. */
export function drawValues({ shape, draw }: Given, name: string, sizes: Sizes): Float32Array {
  const count = shape.reduce<number>((product, dim) => product * extent(dim, sizes), 1);
  const key = [...name].reduce((hash, letter) => (Math.imul(hash, 31) + letter.charCodeAt(0)) | 0, 7);
  return Float32Array.from({ length: count }, (_, index) => {
    const [u, v] = threefry(key, 1, index, 0);
    return draw(toUniform(u), toUniform(v), index);
  });
}

/** Buffers whose size depends on the batch are inputs of the batch; those of a fixed size are written before the run. */
export function isFixed({ shape }: Pick<Given, 'shape'>): boolean {
  return shape.every((dim) => typeof dim === 'number');
}

export function specOf(name: string, shape: readonly Dim[], role: BufferSpec['role']): BufferSpec {
  return { name, type: 'f32', shape, role };
}
