import { signal } from '@preact/signals';
import { renderToString } from 'preact-render-to-string';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SweepGrid, SweepStatus, SweepTable } from '../../../../src/protocol/sweep.ts';
import { ElementGrid } from '../../../../webview/sweep/ElementGrid.tsx';
import { Header } from '../../../../webview/sweep/Header.tsx';
import { Results } from '../../../../webview/sweep/Results.tsx';
import { Sweep } from '../../../../webview/sweep/Sweep.tsx';
import { SweepModel } from '../../../../webview/sweep/sweepModel.ts';
import { textOf } from '../textOf.ts';

const none = () => undefined;
const grid: SweepGrid = {
  ...{ fields: ['safr.preset'], seeds: ['1', '2'] },
  rows: [
    { values: ['plain'], elements: [1, 2] },
    { values: ['safr'], elements: [3, 4] },
  ],
};
const overview = { title: 'reviews', trusted: true, grid, state: { experimentPath: '/x', compare: null } };
const idle: SweepStatus = { state: 'idle', seconds: null, secondsLeft: null, note: null };
const cell = { share: null, reason: null, opens: false };

describe('the grid of elements', () => {
  const html = renderToString(
    <ElementGrid
      grid={grid}
      cells={signal(
        new Map([
          [1, { ...cell, number: 1, state: 'done', opens: true }],
          [4, { ...cell, number: 4, state: 'failed', reason: 'out of memory' }],
        ]),
      )}
      open={none}
    />,
  );

  it('names each cell by its values, its seed and its state', () => {
    expect(html).toContain('aria-label="safr.preset plain, seed 1: done. Opens its run"');
    expect(html).toContain('aria-label="safr.preset safr, seed 2: failed: out of memory"');
    expect(textOf(html)).toContain('1 done ✗ 1 failed safr.preset seed 1 seed 2 plain ✓ safr ✗');
  });

  it('has one tab stop', () => {
    expect(html.match(/tabindex="0"/gi)).toHaveLength(1);
  });
});

describe('the head of a sweep', () => {
  let model: SweepModel;
  const text = () => textOf(renderToString(<Header model={model} send={none} />));
  const cells = (...states: readonly ('waiting' | 'done' | 'stopped')[]) =>
    model.receive({ kind: 'cells', cells: states.map((state, i) => ({ ...cell, number: i + 1, state })) });
  beforeEach(() => {
    model = new SweepModel();
    model.receive({ kind: 'overview', ...overview });
  });

  it('offers to run what waits, to go on with what was begun, and nothing once all is done', () => {
    cells('waiting', 'waiting');
    expect(text()).toMatch(/0 of 2 done .*Run Sweep/);
    cells('done', 'stopped');
    expect(text()).toMatch(/1 of 2 done .*Continue/);
    cells('done', 'done');
    expect(text()).not.toMatch(/Run Sweep|Continue|Stop/);
  });

  it('offers to stop what runs, with the time so far and the time left', () => {
    cells('waiting', 'waiting');
    model.receive({ kind: 'status', status: { ...idle, state: 'running', seconds: 60, secondsLeft: 125 } });
    expect(text()).toMatch(/1:0\d · about 2:0\d left Stop/);
    model.receive({ kind: 'status', status: { ...idle, state: 'stopping' } });
    expect(text()).toContain('0 of 2 done · stopping');
  });

  it('says that it needs a trusted workspace', () => {
    model.receive({ kind: 'overview', ...overview, trusted: false });
    cells('waiting');
    expect(text()).toContain('0 of 1 done. Running it needs a trusted workspace.');
  });
});

describe('the results of a sweep', () => {
  const table: SweepTable = {
    ...{ title: 'Means', header: ['preset', 'seeds', 'accuracy %'], align: 'lrr' },
    rows: [['plain', '2', '71.0']],
  };
  const html = (comparable: string[]) => {
    const rest = { combinations: table, differences: table, srsName: 'SRS(0.3)', points: [] };
    return renderToString(<Results result={{ ...rest, comparable, compared: comparable[0]! }} send={none} />);
  };

  it('have the names of a row in heads, and figures to the right', () => {
    expect(html(['preset'])).toContain('<th scope="row" class="text">plain</th><td class="figure">2</td>');
  });

  it('let the user choose among several fields to compare', () => {
    expect(html(['preset'])).not.toContain('vscode-dropdown');
    expect(html(['preset', 'width'])).toContain('aria-label="Field whose values are compared"');
  });
});

it('says what a sweep is where the experiment has none', () => {
  const model = new SweepModel();
  model.receive({ kind: 'overview', ...overview, grid: null });
  expect(textOf(renderToString(<Sweep model={model} send={none} />))).toContain('No sweep');
});
