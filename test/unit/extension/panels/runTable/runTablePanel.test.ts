import { beforeEach, describe, expect, it, vi } from 'vitest';
import { initialState } from '../../../../../src/extension/panels/runTable/runTableModel.ts';
import { RunTablePanel } from '../../../../../src/extension/panels/runTable/runTablePanel.ts';
import {
  runTableVersion,
  toRunTable,
  type RunTableMessage,
  type RunTableRow,
} from '../../../../../src/protocol/runTable.ts';
import { evaluationWith } from '../../../core/runs/someEvaluation.ts';
import { eventually, fakeStudio, newPanel } from '../../fakeStudio.ts';
import { someRun } from '../../someRun.ts';
import { editor, Uri, type PanelStub } from '../../vscodeStub.ts';

const runs = ['plain', 'safr', 'vmask'].map((preset, i) => ({
  ...someRun({ id: preset, file: { safr: { preset } }, evaluation: evaluationWith(0.7 + i / 100, 20, 5, 0.3) }),
  directory: `/runs/${preset}`,
}));
let panel: PanelStub;
let fakes: ReturnType<typeof fakeStudio>['fakes'];
let table: RunTablePanel;

beforeEach(async () => {
  vi.useRealTimers();
  const { studio, ...made } = fakeStudio();
  fakes = made.fakes;
  fakes.runs.all = runs;
  panel = newPanel();
  table = new RunTablePanel(studio, panel.asPanel, initialState);
  panel.receive({ kind: 'ready', version: runTableVersion });
  await eventually(() => expect(panel.of('rows')).toHaveLength(1));
});

const last = () => panel.of('table').at(-1) as unknown as RunTableMessage;
const rows = () => panel.of('rows').at(-1)!['rows'] as RunTableRow[];
const names = () => rows().map(({ key }) => key.replace('/runs/', ''));
const select = (from: string, to: string) =>
  panel.receive({ kind: 'select', from: `/runs/${from}`, to: `/runs/${to}`, on: true });

describe('the table of runs', () => {
  it('is sent its columns and its first rows', () => {
    for (const message of panel.sent) expect(toRunTable.parse(message)).toEqual(message);
    expect(last()).toMatchObject({ count: 3, matching: 3, total: 3, selected: 0, problem: null });
    expect(rows()[0]).toMatchObject({ kind: 'run', state: 'finished', context: { run: '/runs/plain' } });
    expect(rows()[0]!.context!.webviewSection).toMatch(/^run .*explainable/);
    expect(rows()[0]!.cells).toContain('70.0');
  });

  it('sorts by a column in both directions, then not at all', () => {
    const orders = [0, 1, 2].map(() => {
      panel.receive({ kind: 'sort', column: 'accuracy' });
      return names()[0];
    });
    expect(orders).toEqual(['vmask', 'plain', 'plain']);
    expect(last().state.sort).toBe(null);
  });

  it('filters, and says what it does not understand', () => {
    panel.receive({ kind: 'filter', text: 'accuracy>70.5 vmask' });
    expect(names()).toEqual(['vmask']);
    panel.receive({ kind: 'filter', text: 'colour>1' });
    expect(last()).toMatchObject({ matching: 3, problem: 'There is no column “colour”' });
  });

  it('sends the rows that come into view only', () => {
    panel.receive({ kind: 'view', start: 1, count: 1 });
    expect(panel.of('rows').at(-1)).toMatchObject({ start: 1, rows: [{ key: '/runs/safr' }] });
  });

  it('shows and hides columns, and keeps that in its state', () => {
    const count = rows()[0]!.cells.length;
    panel.receive({ kind: 'show', column: 'seed', on: true });
    panel.receive({ kind: 'show', column: 'started', on: false });
    expect(rows()[0]!.cells).toHaveLength(count - 1);
    expect(last().state.columns).toEqual({ seed: true, started: false });
  });

  it('compares the selected runs, opens their dashboards, and names a run', async () => {
    select('safr', 'vmask');
    expect(last().selected).toBe(2);
    panel.receive({ kind: 'compare' });
    const targets = [{ run: '/runs/safr' }, { run: '/runs/vmask' }];
    await eventually(() => expect(editor.commands).toEqual([['safr.compareRuns', undefined, targets]]));
    panel.receive({ kind: 'openSelected' });
    await eventually(() =>
      expect(editor.commands.slice(1)).toEqual(targets.map((target) => ['safr.openDashboard', target])),
    );
    panel.receive({ kind: 'name', key: '/runs/plain' });
    await eventually(() => expect(editor.commands.at(-1)).toEqual(['safr.nameRun', { run: '/runs/plain' }]));
  });

  it('saves the listed rows as CSV', async () => {
    editor.saveTarget = Uri.file('/out/runs.csv');
    panel.receive({ kind: 'filter', text: 'vmask' });
    panel.receive({ kind: 'save' });
    await eventually(() => expect(editor.files.get('/out/runs.csv')).toMatch(/^name,.*accuracy.*\n.*\n$/));
  });

  it('follows the runs, and forgets the selection of one that is deleted', async () => {
    select('plain', 'safr');
    vi.useFakeTimers();
    fakes.runs.set(runs[1]!, runs[2]!);
    await vi.advanceTimersByTimeAsync(1000);
    expect(last()).toMatchObject({ total: 2, selected: 1 });
  });

  it('shows the runs of an experiment when it is opened from there', () => {
    table.show({ filter: 'preset=safr' });
    expect(names()).toEqual(['safr']);
    expect(last().state.filter).toBe('preset=safr');
  });
});
