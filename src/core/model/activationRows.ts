import type { Batch } from '../../engine/program.ts';

/** The rows of a batch that hold tokens, special ones included, ascending: all but padding. */
export function tokenRows({ inputs }: Batch): Int32Array {
  const { starts, keys } = inputs as Record<string, Int32Array>;
  return Int32Array.from(
    Array.from(keys!, (count, b) => Array.from({ length: count }, (_, i) => starts![b]! + i)).flat(),
  );
}

/** Some rows of a buffer [rows, width], in this order. */
export function gatherRows(values: Float32Array, rows: Int32Array | Uint32Array, width: number): Float32Array {
  const out = new Float32Array(rows.length * width);
  rows.forEach((row, i) => out.set(values.subarray(row * width, (row + 1) * width), i * width));
  return out;
}
