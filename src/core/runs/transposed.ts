/** The transpose of a matrix with so many rows, row-major. */
export function transposed(values: Float32Array, rows: number): Float32Array {
  const columns = values.length / rows;
  const out = new Float32Array(values.length);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) out[column * rows + row] = values[at]!;
  }
  return out;
}
