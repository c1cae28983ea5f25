import { expect, test } from 'vitest';
import { decimals, exact, percent, signed } from '../../../src/common/format.ts';

test('what rounds to 0 has no sign', () => {
  expect(decimals(-0.04, 1)).toBe('0.0');
  expect(decimals(-0.4, 0)).toBe('0');
  expect(percent(-0.0001)).toBe('0.0 %');
  expect(signed(-0.004)).toBe('0.00');
  expect(signed(0.004)).toBe('0.00');
});

test('a negative number has a minus sign, a positive one a plus sign only where it is asked for', () => {
  expect(decimals(-0.06, 1)).toBe('−0.1');
  expect(decimals(0.06, 1)).toBe('0.1');
  expect(signed(0.06, 1)).toBe('+0.1');
  expect(signed(-0.06, 1)).toBe('−0.1');
  expect(exact(-1.5)).toBe('−1.5');
});

test('a missing value is a dash', () => {
  expect([decimals(null, 1), percent(undefined), signed(null), exact(null)]).toEqual(['–', '–', '–', '–']);
});
