import { describe, expect, it } from 'vitest';
import { activationLevels, levelFor } from '../../../../webview/neurons/activationLevels.ts';
import { activationScale, scaleGradient } from '../../../../webview/neurons/activationScale.ts';

const order = Uint32Array.from({ length: 8 }, (_, f) => 7 - f);

describe('activationLevels', () => {
  it('holds the neurons in the order asked for, in steps of the largest activation', () => {
    const activations = Float32Array.of(0, 0, 0, 0, 0, 0, 0.001, 2);
    const [finest] = activationLevels(activations, order, 2, 8);
    expect([...finest!.steps]).toEqual([255, 1, 0, 0, 0, 0, 0, 0]);
  });

  it('halves the columns and loses no activation', () => {
    const activations = Float32Array.from({ length: 16 }, (_, i) => (i === 3 || i === 12 ? 1 : 0));
    const levels = activationLevels(activations, order, 1, 2);
    expect(levels.map(({ span, columns }) => [span, columns])).toEqual([
      [1, 8],
      [2, 4],
      [4, 2],
    ]);
    for (const { steps, columns } of levels) {
      for (const row of [0, 1]) expect(Math.max(...steps.subarray(row * columns, (row + 1) * columns))).toBe(255);
    }
  });

  it('draws the finest level whose columns are at least a pixel wide', () => {
    const levels = activationLevels(new Float32Array(8), order, 0, 2);
    expect([1.5, 0.8, 0.3, 0.01].map((width) => levelFor(levels, width).span)).toEqual([1, 2, 4, 4]);
  });
});

/** Relative luminance of a step over a grey of the given value (0 … 255), 0 to 1. */
function luminance(colors: Uint8ClampedArray, step: number, background: number): number {
  const share = colors[step * 4 + 3]! / 255;
  const linear = [0, 1, 2].map((channel) => {
    const value = (colors[step * 4 + channel]! * share + background * (1 - share)) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
}

describe('activationScale', () => {
  it.each([
    ['lighter on dark', true, 30],
    ['darker on light', false, 255],
  ])('gets ever %s backgrounds, and leaves zero transparent', (_, onDark, background) => {
    const colors = activationScale(onDark);
    expect(colors[3]).toBe(0);
    const steps = [32, 64, 96, 128, 160, 192, 224, 255].map((step) => luminance(colors, step, background));
    expect(steps).toEqual(steps.toSorted((a, b) => (onDark ? a - b : b - a)));
  });

  it('is a CSS gradient from the weakest to the strongest', () => {
    expect(scaleGradient(true)).toMatch(/^linear-gradient\(to right, rgb\(68 1 84 .*rgb\(253 231 37 \/ 1\)\)$/);
  });
});
