import { threefry, uniform as toUniform } from '../../src/common/random.ts';
import { extent, type BufferSpec, type Dim, type Sizes } from '../../src/engine/program.ts';

/** What a case gives an operation: a shape, and how its elements are drawn from numbers uniform in (0, 1). */
export interface Given {
  readonly shape: readonly Dim[];
  readonly draw: (u: number, v: number, index: number) => number;
}

export const normal = (...shape: Dim[]): Given => ({ shape, draw: gaussian });
export const scaled = (factor: number, ...shape: Dim[]): Given => ({
  shape,
  draw: (u, v) => factor * gaussian(u, v),
});
export const uniform = (...shape: Dim[]): Given => ({ shape, draw: (u) => u });
/** 0 or 1, as a mask is. */
export const bits = (...shape: Dim[]): Given => ({ shape, draw: (u) => (u < 0.4 ? 0 : 1) });
/** 0 or −∞; the first `diagonalOf` sentence lengths say where diagonals lie, which stay 0. */
export const cuts = (lengths: readonly number[]): Given => {
  const isDiagonal = lengths.flatMap((n) => Array.from({ length: n * n }, (_, at) => at % (n + 1) === 0));
  return { shape: ['pairs'], draw: (u, _, index) => (u < 0.3 && !isDiagonal[index] ? -Infinity : 0) };
};
/** Normal, but every row whose number is in `zeroRows` is 0. */
export const withZeroRows = (zeroRows: readonly number[], rows: Dim, width: number): Given => ({
  shape: [rows, width],
  draw: (u, v, index) => (zeroRows.includes(Math.floor(index / width)) ? 0 : gaussian(u, v)),
});

/** Box and Muller. */
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

/** Buffers of one batch size come with the batch, those of a fixed size are written beforehand. */
export function isFixed({ shape }: Pick<Given, 'shape'>): boolean {
  return shape.every((dim) => typeof dim === 'number');
}

export function specOf(name: string, shape: readonly Dim[], role: BufferSpec['role']): BufferSpec {
  return { name, type: 'f32', shape, role };
}
