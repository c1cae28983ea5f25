import { describe, expect, it } from 'vitest';
import { estimateWords, rangeOf } from '../../../../webview/sweep/paretoConfig.ts';

describe('the axes of the Pareto plot', () => {
  it('hold every interval', () => {
    const range = rangeOf(
      [
        { mean: 70, half: 5 },
        { mean: 80, half: null },
      ],
      [0, 100],
    );
    expect(range.suggestedMin).toBeGreaterThan(60);
    expect(range.suggestedMin).toBeLessThan(65);
    expect(range.suggestedMax).toBeGreaterThan(80);
    expect(range.suggestedMax).toBeLessThan(85);
  });

  it('end where values end, however wide an interval is', () => {
    expect(rangeOf([{ mean: 70, half: 140 }], [0, 100])).toEqual({ suggestedMin: 0, suggestedMax: 100 });
  });
});

it('says an estimate with its interval, where it has one', () => {
  expect(estimateWords({ mean: -1.25, half: 0.04 })).toBe('−1.3 ± 0.0');
  expect(estimateWords({ mean: 71, half: null })).toBe('71.0');
});
