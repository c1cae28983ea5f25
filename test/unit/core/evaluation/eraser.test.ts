import { describe, expect, it } from 'vitest';
import { EraserTally } from '../../../../src/core/evaluation/eraser.ts';

const at = (...probabilities: number[]) => probabilities.map((probability) => ({ predicted: 1, probability }));

describe('ERASER', () => {
  it('is the mean over sentences, and its AOPC the mean over the fractions above 0', () => {
    const tally = new EraserTally([0, 0.1, 0.5]);
    expect(tally.fractions).toEqual([0.1, 0.5]);
    tally.add(at(0.9)[0]!, at(0.5, 0.3), at(0.6, 0.8));
    tally.add(at(0.7)[0]!, at(0.7, 0.1), at(0.8, 0.7));
    const report = tally.report()!;
    expect(report.comprehensiveness).toEqual([expect.closeTo(0.2), expect.closeTo(0.6)]);
    expect(report.sufficiency).toEqual([expect.closeTo(0.1), expect.closeTo(0.05)]);
    expect(report.aopc_compr).toBeCloseTo(0.4);
    expect(report.aopc_suff).toBeCloseTo(0.075);
  });

  it('is absent where nothing was measured', () => {
    expect(new EraserTally([0.1]).report()).toBeNull();
    expect(new EraserTally([0]).report()).toBeNull();
  });
});
