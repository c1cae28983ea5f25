import { describe, expect, test } from 'vitest';
import { importanceColors, importanceStep, importanceSteps } from '../../../../src/extension/editor/importanceScale.ts';

type Rgb = readonly [number, number, number];

/** Background and text colours of VS Code's own themes. */
const themes = {
  dark: ['#1f1f1f', '#cccccc'],
  light: ['#ffffff', '#3b3b3b'],
  'high contrast': ['#000000', '#ffffff'],
  'high contrast light': ['#ffffff', '#292929'],
} as const;

describe.each(Object.entries(themes))('on the %s theme', (name, [background, text]) => {
  const shades = importanceColors.map((color) => over(color, rgb(background)));

  test('every step leaves text with a contrast of 4.5', () => {
    for (const shade of shades) expect(contrast(shade, rgb(text))).toBeGreaterThanOrEqual(4.5);
  });

  test('steps look alike in size', () => {
    const steps = shades.slice(1).map((shade, i) => distance(shade, shades[i]!));
    expect(Math.max(...steps) / Math.min(...steps), name).toBeLessThan(1.4);
    expect(Math.min(...steps)).toBeGreaterThan(0.02); // about what the eye tells apart, in Oklab
  });
});

test('importance is cut into steps of equal width, none for the least', () => {
  expect([0, 0.05, 0.07, 0.5, 0.94, 1].map(importanceStep)).toEqual([0, 0, 1, 4, importanceSteps, importanceSteps]);
});

function rgb(hex: string): Rgb {
  const channel = (i: number) => parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16);
  return [channel(0), channel(1), channel(2)];
}

function over(color: string, background: Rgb): Rgb {
  const alpha = parseInt(color.slice(7), 16) / 255;
  const [r, g, b] = rgb(color).map((value, i) => alpha * value + (1 - alpha) * background[i]!);
  return [r!, g!, b!];
}

function linear(value: number): number {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

/** WCAG 2. */
function contrast(a: Rgb, b: Rgb): number {
  const luminance = ([r, g, b]: Rgb) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

/** In Oklab (B. Ottosson, 2020). */
function distance(a: Rgb, b: Rgb): number {
  const [x, y] = [oklab(a), oklab(b)];
  return Math.hypot(...x.map((value, i) => value - y[i]!));
}

function oklab(color: Rgb): number[] {
  const [r, g, b] = color.map(linear) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}
