import { beforeEach, describe, expect, it } from 'vitest';
import type { SweepCell, SweepGrid, ToSweep } from '../../../../src/protocol/sweep.ts';
import { SweepModel } from '../../../../webview/sweep/sweepModel.ts';

const gridOf = (values: readonly string[]): SweepGrid => ({
  ...{ fields: ['safr.preset'], seeds: [] },
  rows: values.map((value, i) => ({ values: [value], elements: [i + 1] })),
});
const overview = (grid: SweepGrid | null): ToSweep => ({
  ...{ kind: 'overview', title: 'reviews', trusted: true, grid },
  state: { experimentPath: '/reviews.safr.json', compare: null },
});
const cell = (number: number, state: SweepCell['state'], share: number | null = null): SweepCell => ({
  ...{ number, state, share, reason: null, opens: false },
});

let model: SweepModel;
beforeEach(() => {
  model = new SweepModel();
  model.receive(overview(gridOf(['plain', 'safr'])));
  model.receive({ kind: 'cells', cells: [cell(1, 'running', 0.5), cell(2, 'waiting')] });
});

describe('the model of a sweep', () => {
  it('counts what is done and how much of all is', () => {
    expect(model.progress.value).toEqual({ total: 2, done: 0, hasBegun: true, share: 0.25 });
    model.receive({ kind: 'cells', cells: [cell(1, 'done')] });
    expect(model.progress.value).toEqual({ total: 2, done: 1, hasBegun: true, share: 0.5 });
  });

  it('keeps grid and cells when the same sweep is sent again', () => {
    const grid = model.grid.value;
    model.receive(overview(gridOf(['plain', 'safr'])));
    expect(model.grid.value).toBe(grid);
    expect(model.progress.value.total).toBe(2);
  });

  it('knows nothing of the cells of another sweep', () => {
    model.receive(overview(gridOf(['plain'])));
    expect(model.progress.value).toEqual({ total: 0, done: 0, hasBegun: false, share: 0 });
    model.receive(overview(null));
    expect(model.grid.value).toBeNull();
  });
});
