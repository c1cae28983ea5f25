import { describe, expect, it } from 'vitest';
import { headlineOf, SrsTally } from '../../../../src/core/evaluation/srs.ts';
import { meanAndDeviation } from '../../../../src/common/statistics.ts';

const says = (predicted: number) => ({ predicted, probability: 0.5 });

describe('SRS', () => {
  it('is the loss of accuracy in percentage points, with that of random removals', () => {
    const tally = new SrsTally([0, 0.3], 3);
    const kinds = (imp: number, inter: number, both: number) => ({
      imp: [says(1), says(imp)],
      inter: [says(1), says(inter)],
      both: [says(1), says(both)],
    });
    // Four sentences of class 1, three predicted right; the last is predicted 0 whatever is removed.
    tally.add(1, says(1), [kinds(0, 1, 0), kinds(1, 1, 0), kinds(1, 1, 1)]);
    tally.add(1, says(1), [kinds(0, 1, 0), kinds(0, 1, 1), kinds(1, 1, 1)]);
    tally.add(1, says(1), [kinds(1, 0, 0), kinds(1, 1, 1), kinds(1, 1, 1)]);
    const wrong = { imp: [says(0), says(0)], inter: [says(0), says(0)], both: [says(0), says(0)] };
    tally.add(1, says(0), [wrong, wrong, wrong]);
    const report = tally.report(0.3, true);
    expect(report).toMatchObject({ sentences: 4, accuracy: 0.75, randomSeeds: 2 });
    expect(report.curve[0]!.both).toEqual({ srs: 0, random: { mean: 0, deviation: 0 } });
    const { imp, inter, both } = headlineOf(report);
    expect(imp).toEqual({ srs: 50, random: { mean: 12.5, deviation: expect.closeTo(Math.SQRT2 * 12.5, 9) } });
    expect(inter!.srs).toBe(25);
    expect(both!.srs).toBe(75);
  });

  it('is null for tokens without a mask', () => {
    const tally = new SrsTally([0.3], 1);
    tally.add(0, says(0), [{ imp: null, inter: [says(1)], both: null }]);
    expect(headlineOf(tally.report(0.3, false))).toEqual({
      k: 0.3,
      imp: null,
      inter: { srs: 100, random: null },
      both: null,
    });
  });

  it('uses the sample standard deviation', () => {
    expect(meanAndDeviation([1, 2, 3, 6])).toEqual({ mean: 3, deviation: Math.sqrt(14 / 3) });
    expect(meanAndDeviation([4])).toEqual({ mean: 4, deviation: null });
  });
});
