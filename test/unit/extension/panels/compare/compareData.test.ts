import { describe, expect, it } from 'vitest';
import { compareRuns } from '../../../../../src/core/comparison/compareRuns.ts';
import { comparedRuns, titleOf } from '../../../../../src/extension/panels/compare/compareData.ts';
import { toComparePanel } from '../../../../../src/protocol/compare.ts';
import { someEvaluation } from '../../../core/runs/someEvaluation.ts';
import { someRun } from '../../someRun.ts';

const plain = someRun({ id: 'plain', file: { safr: { preset: 'plain' } }, evaluation: someEvaluation() });
const safr = someRun({ id: 'safr' });
const state = { directories: ['/a', '/b'], from: '/a', to: '/b' };

describe('what the panel is told of the runs it compares', () => {
  const runs = comparedRuns([plain, safr], true, () => false);
  const comparison = compareRuns([plain, safr]);

  it('is a message of its protocol, and nothing else is', () => {
    const message = { kind: 'runs', ...comparison, units: null, runs, note: null, state };
    expect(toComparePanel.safeParse(message).error).toBeUndefined();
    expect(toComparePanel.safeParse({ ...message, more: 1 }).success).toBe(false);
    expect(toComparePanel.safeParse({ ...message, state: { ...state, directories: ['/a'] } }).success).toBe(false);
  });

  it('names them by what sets them apart', () => {
    expect(runs.map(({ id, name }) => [id, name])).toEqual([
      ['plain', 'preset plain'],
      ['safr', 'preset safr'],
    ]);
    expect(comparison.groups.map((group) => group.runs)).toEqual([[0], [1]]);
  });

  it('titles the tab by their names', () => {
    expect(titleOf(['preset plain', 'preset safr'])).toBe('Compare preset plain with preset safr');
    expect(titleOf(['one', 'two', 'three', 'four'])).toBe('Compare one with two and 2 more');
    expect(titleOf(['x'.repeat(50), 'y'])).toBe(`Compare ${'x'.repeat(39)}… with y`);
  });

  it('offers to evaluate what is not evaluated, where that may be done now', () => {
    const canEvaluate = (trusted: boolean, busy: boolean, run = safr) =>
      comparedRuns([plain, run], trusted, () => busy).map((one) => one.canEvaluate);
    expect(canEvaluate(true, false)).toEqual([false, true]);
    expect(canEvaluate(false, false)).toEqual([false, false]);
    expect(canEvaluate(true, true)).toEqual([false, false]);
    expect(canEvaluate(true, false, someRun({ status: 'running' }))).toEqual([false, false]);
  });
});
