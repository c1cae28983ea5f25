import { describe, expect, it } from 'vitest';
import { bandPlot, labelOf } from '../../../../webview/compare/Curves.tsx';

const point = { x: 1, mean: 2, low: 1, high: 4 };

describe('the plot of groups', () => {
  it('has a band where several runs share a line, and removal at random dashed without one', () => {
    const groups = [
      { variant: '', runs: [0, 2], counted: [0, 2] },
      { variant: '', runs: [1], counted: [1] },
    ];
    const alone = { x: 1, mean: 3, low: 3, high: 3 };
    const curves = [
      { points: [point], random: [point] },
      { points: [alone], random: [] },
    ];
    expect(bandPlot(['A C · preset safr', 'B · baseline'], groups, curves).lines).toEqual([
      { label: 'A C · preset safr', slot: 0, dashed: false, points: [{ x: 1, y: 2, range: [1, 4] }] },
      { label: 'A C · preset safr, random', slot: 0, dashed: true, points: [{ x: 1, y: 2 }] },
      { label: 'B · baseline', slot: 1, dashed: false, points: [{ x: 1, y: 3 }] },
    ]);
  });

  it('calls a group of several runs by their settings, a single run by its name', () => {
    const runs = ['seed 1', 'baseline', 'seed 2'].map((name) => ({ name }));
    const label = (variant: string, ...counted: number[]) => labelOf({ variant, runs: counted, counted }, runs);
    expect(label('preset safr', 0, 2)).toBe('A C · preset safr');
    expect(label('preset plain', 1)).toBe('B · baseline');
    expect(label('', 0, 2)).toBe('A C');
  });

  it('has no line for a group that was not measured', () => {
    expect(bandPlot(['A'], [{ variant: '', runs: [0], counted: [0] }], [{ points: [], random: [] }]).lines).toEqual([]);
  });
});
