import { describe, expect, it } from 'vitest';
import { ActivationSamples } from '../../../../../src/core/evaluation/facts/activationSamples.ts';

describe('a sample of activations', () => {
  it('has all values of a series that has few, strongest first', () => {
    const samples = new ActivationSamples(2, 4);
    samples.add(1, 0.5, 3, 0);
    samples.add(1, 2, 5, 1);
    samples.add(1, 2, 4, 7);
    expect(samples.of(1)).toEqual({ sentences: [4, 5, 3], positions: [7, 1, 0], values: [2, 2, 0.5] });
    expect(samples.of(0)).toEqual({ sentences: [], positions: [], values: [] });
  });

  it('has each value of a long series with the same probability', () => {
    const [series, length, capacity] = [400, 200, 10];
    const samples = new ActivationSamples(series, capacity);
    for (let i = 0; i < length; i++) for (let s = 0; s < series; s++) samples.add(s, i + 1, i, 0);
    const quarters = [0, 0, 0, 0];
    for (let s = 0; s < series; s++) {
      const { sentences } = samples.of(s);
      expect(new Set(sentences).size).toBe(capacity);
      for (const sentence of sentences) quarters[Math.floor((4 * sentence) / length)]!++;
    }
    // 1,000 expected in each, with a standard deviation of 27.
    for (const count of quarters) expect(Math.abs(count - 1000)).toBeLessThan(110);
  });
});
