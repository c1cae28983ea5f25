import { describe, expect, it } from 'vitest';
import { changedLines } from '../../../../src/core/comparison/changedLines.ts';
import { checkSameTokens, evaluatedAlike } from '../../../../src/core/comparison/comparable.ts';
import { compareRuns } from '../../../../src/core/comparison/compareRuns.ts';
import { bandOver } from '../../../../src/core/comparison/curves.ts';
import { seedGroups } from '../../../../src/core/comparison/seedGroups.ts';
import type { StoredEvaluation } from '../../../../src/core/runs/evaluationFile.ts';
import type { RunData } from '../../../../src/core/runs/runData.ts';
import { someData } from '../runs/newRun.ts';
import { someEvaluation } from '../runs/someEvaluation.ts';
import { someRun } from '../../extension/someRun.ts';

const evaluation = (accuracy: number, srs: number, labels = [0, 1]) => {
  const value = { srs, random: { mean: 2, deviation: 0.5 } };
  const made = someEvaluation();
  return someEvaluation({
    classification: { ...made.classification, accuracy },
    srs: { ...made.srs, curve: [{ k: 0.3, imp: null, inter: value, both: value }] },
    predictions: { ...made.predictions, labels },
  });
};

const run = (seed: number, preset: string, measured: StoredEvaluation | null) =>
  someRun({ id: `${preset}-${seed}`, file: { seed, safr: { preset } }, evaluation: measured });

describe('runs that differ in the seed only', () => {
  it('are one group, even if they were computed on different devices', () => {
    const groups = seedGroups([
      someRun({ file: { seed: 1, safr: { preset: 'plain' } } }),
      someRun({ file: { seed: 1 } }),
      someRun({ file: { seed: 2, name: 'other', device: 'wasm', threads: 3, safr: { preset: 'plain' } } }),
      someRun({ file: { seed: 1, safr: { importance: 0.5 } } }),
    ]);
    expect(groups).toEqual([
      { variant: 'preset plain · λ_imp 0', runs: [0, 2], counted: [0, 2] },
      { variant: 'preset safr · λ_imp 1', runs: [1], counted: [1] },
      { variant: 'preset safr · λ_imp 0.5', runs: [3], counted: [3] },
    ]);
  });
});

describe('repeats', () => {
  const at = (time: string, made: Parameters<typeof someRun>[0]) => {
    const repeat = someRun(made);
    return { ...repeat, record: { ...repeat.record, started: `2026-01-02T${time}:00.000Z` } };
  };
  const evaluated = { evaluation: evaluation(0.9, 3) };

  it('count once per seed: the newest that is finished', () => {
    const runs = [
      at('10:00', evaluated),
      at('12:00', evaluated),
      at('11:00', evaluated),
      at('13:00', { status: 'stopped' }),
      at('09:00', { ...evaluated, file: { seed: 2 } }),
    ];
    expect(seedGroups(runs)).toEqual([{ variant: '', runs: [0, 1, 2, 3, 4], counted: [1, 4] }]);
    expect(compareRuns(runs).figures[0]!.groups).toEqual([{ n: 2, mean: 90, half: null }]);
  });

  it('are none on different data, which are another group', () => {
    const data = (sha256: string): RunData => ({
      ...someData,
      splits: { ...someData.splits, test: { texts: 4, sha256 } },
    });
    const runs = [at('10:00', evaluated), at('11:00', evaluated)].map((one, i) => ({
      ...one,
      data: data(`test ${i}`),
    }));
    expect(seedGroups(runs).map(({ variant, counted }) => [variant, counted])).toEqual([
      ['', [0]],
      ['other data', [1]],
    ]);
  });
});

describe('a band', () => {
  it('is the mean between the smallest and largest value, where all curves have one', () => {
    const curve = (...ys: number[]) => ys.map((y, i) => ({ x: i + 1, y }));
    expect(bandOver([curve(1, 5, 9), curve(3, 4), curve(2, 9)])).toEqual([
      { x: 1, mean: 2, low: 1, high: 3 },
      { x: 2, mean: 6, low: 4, high: 9 },
    ]);
    expect(bandOver([curve(1), []])).toEqual([]);
    expect(bandOver([])).toEqual([]);
  });
});

describe('a comparison', () => {
  const comparison = compareRuns([
    run(1, 'plain', evaluation(0.7, 3)),
    run(2, 'plain', evaluation(0.8, 5)),
    run(1, 'safr', null),
  ]);
  const row = (name: string) => comparison.figures.find((figure) => figure.name === name);

  it('has the fields that differ and no others', () => {
    expect(comparison.configuration.map(({ field }) => field)).toEqual([
      'safr.preset',
      'safr.λ_imp',
      'safr.λ_inter',
      'seed',
    ]);
  });

  it('has an interval of the mean from three seeds on', () => {
    const three = compareRuns([0.7, 0.8, 0.9].map((accuracy, i) => run(i, 'plain', evaluation(accuracy, 3))));
    const { n, mean, half } = three.figures.find(({ name }) => name === 'accuracy')!.groups[0]!;
    expect([n, mean]).toEqual([3, 80]);
    expect(half).toBeCloseTo((4.30265 * 10) / Math.sqrt(3), 3);
  });

  it('has the figures of each run, and of a group their mean', () => {
    expect(row('accuracy')).toMatchObject({ values: [70, 80, null], groups: [{ n: 2, mean: 75, half: null }, null] });
    expect(row('SRS(0.3)')).toMatchObject({ values: [3, 5, null] });
    expect(row('SRS_imp(0.3)')).toMatchObject({ values: [null, null, null], groups: [null, null] });
    expect(comparison.figures.filter(({ name }) => name === '… at random')[2]).toMatchObject({
      values: [2, 2, null],
      deviations: [0.5, 0.5, null],
    });
  });

  it('has curves over k of evaluated groups, and over epochs of all', () => {
    const { srs, devAccuracy } = comparison.curves;
    expect(srs[0]).toEqual({
      points: [{ x: 0.3, mean: 4, low: 3, high: 5 }],
      random: [{ x: 0.3, mean: 2, low: 2, high: 2 }],
    });
    expect(srs[1]!.points).toEqual([]);
    expect(devAccuracy[1]!.points).toHaveLength(3);
  });
});

describe('runs that cannot be compared', () => {
  it('are named with the reason: not evaluated, other texts, other tokens, other layers', () => {
    const plain = run(1, 'plain', evaluation(0.7, 3));
    expect(() => evaluatedAlike([plain, run(1, 'safr', null)])).toThrow(/run safr-1 is not evaluated/);
    const other = run(1, 'safr', evaluation(0.7, 3, [1, 1]));
    expect(() => evaluatedAlike([plain, other])).toThrow(
      /runs plain-1 and safr-1 were evaluated on different test texts/,
    );
    const made = (file: object) => someRun({ file: { ...file } });
    expect(() => checkSameTokens(made({}), made({ tokenizer: { lowercase: true } }))).toThrow(/different tokens/);
    expect(() => checkSameTokens(made({}), made({ model: { layers: 2 } }))).toThrow(/1 and 2 layers/);
    expect(() => checkSameTokens(made({}), made({ tokenizer: { minFrequency: 5 } }))).not.toThrow();
  });
});

describe('changed lines', () => {
  it('are those with a different prediction, the most confident first', () => {
    const from = { labels: [0, 0, 1, 2, 1], predicted: [0, 1, 1, 0, 0], probabilities: [0.9, 0.6, 0.9, 0.95, 0.7] };
    const to = { labels: from.labels, predicted: [1, 0, 1, 1, 1], probabilities: [0.8, 0.99, 0.9, 0.9, 0.7] };
    const lines = changedLines(from, to);
    expect(lines.map(({ index, change }) => [index, change])).toEqual([
      [3, 'wrong'],
      [0, 'broken'],
      [4, 'fixed'],
      [1, 'fixed'],
    ]);
    expect(lines[1]).toEqual({
      index: 0,
      label: 0,
      from: { predicted: 0, probability: 0.9 },
      to: { predicted: 1, probability: 0.8 },
      change: 'broken',
    });
  });
});
