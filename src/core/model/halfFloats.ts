/** The value of an IEEE 754 binary16 number. */
export function halfToFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** float16 values as float32, exactly. */
export function widenHalf(values: Uint16Array): Float32Array {
  return Float32Array.from(values, halfToFloat);
}

/** bfloat16 values, the upper halves of float32 numbers, as float32. */
export function widenBrainFloat(values: Uint16Array): Float32Array {
  const bits = Uint32Array.from(values, (half) => half << 16);
  return new Float32Array(bits.buffer);
}
