import { describe, expect, it } from 'vitest';
import { parseSweep, type Sweep } from '../../../../../src/core/sweep/readSweep.ts';
import type { Run } from '../../../../../src/core/runs/readRun.ts';
import { sweepGrid, summaryOfSweep, sweepResult } from '../../../../../src/extension/panels/sweep/sweepResult.ts';
import { toSweep } from '../../../../../src/protocol/sweep.ts';
import { evaluationWith } from '../../../core/runs/someEvaluation.ts';
import { someRun } from '../../someRun.ts';

const sweepOver = (fields: object): Sweep =>
  parseSweep(JSON.stringify({ dataset: { source: 'planted' }, sweep: fields }), 'a.safr.json')!;

const sweep = sweepOver({ seed: [1, 2], 'safr.preset': ['plain', 'safr'], 'safr.importance': [0.1, 1] });

/** A run for each element whose accuracy is its number in percent; none for the last. */
const runs = sweep.elements.map((_, i): Run | null =>
  i === 7 ? null : someRun({ evaluation: evaluationWith((i + 1) / 100, 2 * (i + 1), 1, 0.5) }),
);

describe('the grid of a sweep', () => {
  it('has a row for each combination and a column for each seed, wherever the seed stands in the file', () => {
    const grid = sweepGrid(sweep.elements);
    expect(grid.fields).toEqual(['safr.preset', 'safr.importance']);
    expect(grid.seeds).toEqual(['1', '2']);
    expect(grid.rows).toEqual([
      { values: ['plain', '0.1'], elements: [1, 5] },
      { values: ['plain', '1'], elements: [2, 6] },
      { values: ['safr', '0.1'], elements: [3, 7] },
      { values: ['safr', '1'], elements: [4, 8] },
    ]);
    for (const { values, elements } of grid.rows) {
      elements.forEach((number, column) => {
        const { seed, ...settings } = sweep.elements[number - 1]!.settings;
        expect([Object.values(settings).map(String), String(seed)]).toEqual([values, grid.seeds[column]]);
      });
    }
  });

  it('has one column without seeds, and one row with seeds alone', () => {
    expect(sweepGrid(sweepOver({ 'safr.preset': ['plain', 'safr'] }).elements)).toEqual({
      fields: ['safr.preset'],
      seeds: [],
      rows: [
        { values: ['plain'], elements: [1] },
        { values: ['safr'], elements: [2] },
      ],
    });
    expect(sweepGrid(sweepOver({ seed: [1, 2] }).elements).rows).toEqual([{ values: [], elements: [1, 2] }]);
  });
});

describe('the result of a sweep', () => {
  const result = (compare: string | null) => sweepResult({ sweep, runs }, summaryOfSweep({ sweep, runs }, compare))!;

  it('numbers the combinations as the plot does', () => {
    const { combinations, points, srsName } = result(null);
    expect(combinations.header.slice(0, 4)).toEqual(['', 'safr.preset', 'safr.importance', 'seeds']);
    expect(combinations.header.slice(4, 8)).toEqual(['accuracy %', 'SRS(0.3)', 'random', 'macro F1 %']);
    expect(combinations.rows[0]!.slice(4, 7)).toEqual(['3.0', '6.0', '1.0']);
    expect(combinations.align).toHaveLength(combinations.header.length);
    expect(combinations.rows.map((row) => row.slice(0, 4))).toEqual([
      ['1', 'plain', '0.1', '2'],
      ['2', 'plain', '1', '2'],
      ['3', 'safr', '0.1', '2'],
      ['4', 'safr', '1', '1 of 2'],
    ]);
    expect(srsName).toBe('SRS(0.3)');
    expect(points.map(({ number, name }) => [number, name])).toContainEqual([
      3,
      'safr.preset safr, safr.importance 0.1',
    ]);
    const mean = (1 + 5) / 2;
    expect(points[0]!.accuracy.mean).toBeCloseTo(mean);
    expect(points[0]!.srs.mean).toBeCloseTo(2 * mean);
    expect(points[0]!.accuracy.half).toBeNull(); // of two seeds
    expect(points[3]!.accuracy.half).toBeNull();
  });

  it('compares the field that is chosen, where the sweep has it', () => {
    expect(result(null)).toMatchObject({ compared: 'safr.preset', comparable: ['safr.preset', 'safr.importance'] });
    expect(result('safr.importance').differences!.rows[0]![0]).toBe('0.1 → 1');
    expect(result('model.width').compared).toBe('safr.preset');
  });

  it('is nothing before the first element is done', () => {
    const none = { sweep, runs: runs.map(() => null) };
    expect(sweepResult(none, summaryOfSweep(none, null))).toBeNull();
  });

  it('is a message of the protocol', () => {
    const message = { kind: 'result', result: result(null) };
    expect(toSweep.parse(message)).toEqual(message);
    const overview = {
      kind: 'overview',
      title: 'a',
      trusted: true,
      grid: sweepGrid(sweep.elements),
      state: { experimentPath: '/a.safr.json', compare: null },
    };
    expect(toSweep.parse(overview)).toEqual(overview);
  });
});
