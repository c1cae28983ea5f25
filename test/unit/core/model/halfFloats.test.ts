import { expect, test } from 'vitest';
import { halfToFloat, widenBrainFloat } from '../../../../src/core/model/halfFloats.ts';

test.each([
  ['zero', 0x0000, 0],
  ['negative zero', 0x8000, -0],
  ['one', 0x3c00, 1],
  ['the smallest positive number', 0x0001, 2 ** -24],
  ['the largest number below the normal ones', 0x03ff, 1023 * 2 ** -24],
  ['the smallest normal number', 0x0400, 2 ** -14],
  ['the largest number', 0x7bff, 65504],
  ['a negative fraction', 0xb555, -0.333251953125],
  ['infinity', 0x7c00, Infinity],
  ['minus infinity', 0xfc00, -Infinity],
  ['NaN', 0x7e00, NaN],
])('widens float16: %s', (_, bits, value) => {
  expect(halfToFloat(bits)).toBe(value);
});

test('widens bfloat16 by zeros: signs, infinities and small numbers stay', () => {
  const values = widenBrainFloat(Uint16Array.of(0x3f80, 0xc040, 0x0001, 0xff80, 0x7fc0));
  expect(values).toEqual(Float32Array.of(1, -3, 2 ** -133, -Infinity, NaN));
});
