import { beforeEach, describe, expect, it } from 'vitest';
import type { CompareState, FromComparePanel, Line, Runs } from '../../../../src/protocol/compare.ts';
import { CompareModel } from '../../../../webview/compare/compareModel.ts';

const directories = ['first', 'second', 'third'];
const runs = (from: string, to: string): Runs => ({
  kind: 'runs',
  runs: directories.map((directory) => ({
    ...{ directory, id: directory, started: '2025-11-22T19:30:23Z', name: `run ${directory}` },
    ...{ evaluated: true, canEvaluate: false },
  })),
  ...{ note: null, unitNote: null, units: null, groups: [], configuration: [], figures: [] },
  curves: { crossEntropy: [], devAccuracy: [], devSrs: [], monosemantic: [], srsImp: [], srsInter: [], srs: [] },
  state: { directories, from, to },
});
const reading = { predicted: 'good', probability: 0.9, words: [] };
const line = (index: number): Line => ({
  ...{ index, label: 'good', place: 'test.tsv:1', change: 'fixed', from: reading, to: reading },
});
const changes = { kind: 'changes', texts: 10, fixed: 2, broken: 0, wrong: 0 } as const;

let sent: FromComparePanel[];
let kept: CompareState | undefined;
let model: CompareModel;
beforeEach(() => {
  sent = [];
  kept = undefined;
  model = new CompareModel({ send: (message) => void sent.push(message), keep: (state) => (kept = state) });
  model.receive(runs('first', 'third'));
});

describe('the comparison', () => {
  it('names the two runs by their letters and keeps them over a reload', () => {
    expect([model.fromLetter.value, model.toLetter.value]).toEqual(['A', 'C']);
    expect(kept).toEqual({ directories, from: 'first', to: 'third' });
  });

  it('lets the two runs change places when one is chosen on both sides', () => {
    model.choosePair('from', 'second');
    model.choosePair('from', 'third');
    model.choosePair('to', 'first');
    expect(sent).toEqual([
      { kind: 'pair', from: 'second', to: 'third' },
      { kind: 'pair', from: 'third', to: 'first' },
      { kind: 'pair', from: 'third', to: 'first' },
    ]);
  });

  it('opens texts and neurons by the run of a side', () => {
    model.openText('to', 7);
    model.openNeuron('from', 1, 5);
    expect(sent).toEqual([
      { kind: 'openText', directory: 'third', index: 7 },
      { kind: 'openNeuron', directory: 'first', layer: 1, index: 5 },
    ]);
  });

  it('keeps the changed texts while runs are only updated, and forgets them for another pair', () => {
    model.receive(changes);
    model.receive({ kind: 'line', line: line(3) });
    model.receive(runs('first', 'third'));
    expect(model.lines.value.map(({ index }) => index)).toEqual([3]);
    model.receive(runs('second', 'third'));
    expect(model.lines.value).toEqual([]);
    expect(model.changes.value).toBeNull();
  });

  it('asks for more texts once until one arrives', () => {
    model.receive(changes);
    model.showMoreLines();
    expect(model.isReadingLines.value).toBe(true);
    model.receive({ kind: 'line', line: line(4) });
    expect(model.isReadingLines.value).toBe(false);
    expect(sent).toEqual([{ kind: 'moreLines' }]);
  });
});
