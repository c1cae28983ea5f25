/** Sinusoidal position table [maxLength, width] (Vaswani et al. 2017, §3.5): sines in even columns, cosines in odd ones. */
export function positionTable(maxLength: number, width: number): Float32Array {
  const table = new Float32Array(maxLength * width);
  for (let position = 0; position < maxLength; position++) {
    for (let column = 0; column < width; column++) {
      const angle = position * Math.exp((-Math.log(10000) * (column - (column % 2))) / width);
      table[position * width + column] = column % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    }
  }
  return table;
}
