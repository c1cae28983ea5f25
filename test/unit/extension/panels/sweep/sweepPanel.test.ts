import { beforeEach, describe, expect, it, vi } from 'vitest';
import { parseSweep } from '../../../../../src/core/sweep/readSweep.ts';
import { SweepPanel } from '../../../../../src/extension/panels/sweep/sweepPanel.ts';
import { sweepVersion, toSweep } from '../../../../../src/protocol/sweep.ts';
import { eventually, fakeStudio, newPanel } from '../../fakeStudio.ts';
import { evaluationWith } from '../../../core/runs/someEvaluation.ts';
import { someRun } from '../../someRun.ts';
import { editor, Uri, type PanelStub } from '../../vscodeStub.ts';

const experimentPath = '/project/grid.safr.json';
const text = JSON.stringify({
  dataset: { source: 'planted' },
  sweep: { seed: [1, 2], 'safr.preset': ['plain', 'safr'] },
});
const sweep = parseSweep(text, experimentPath)!;
const done = someRun({ evaluation: evaluationWith(0.7, 20, 5, 0.3) });
const waiting = { state: 'waiting', share: null, reason: null, directory: null };

let panel: PanelStub;
let fakes: ReturnType<typeof fakeStudio>['fakes'];

beforeEach(() => {
  vi.useRealTimers();
  const { studio, ...made } = fakeStudio();
  fakes = made.fakes;
  panel = newPanel();
  fakes.sweeps.get.mockReturnValue({ sweep, runs: [null, null, null, null] });
  fakes.sweeps.elements.mockReturnValue([waiting, waiting, waiting, waiting]);
  new SweepPanel(studio, panel.asPanel, { experimentPath, compare: null });
});

async function ready(): Promise<void> {
  panel.receive({ kind: 'ready', version: sweepVersion });
  await eventually(() => expect(panel.of('result')).toHaveLength(1));
}
const changed = () => fakes.sweeps.changed.fire(experimentPath);
/** What is sent by a change, once it is drawn. */
async function afterChange(change: () => void): Promise<PanelStub['sent']> {
  vi.useFakeTimers();
  const before = panel.sent.length;
  change();
  await vi.advanceTimersByTimeAsync(1000);
  vi.useRealTimers();
  return panel.sent.slice(before);
}

describe('the panel of a sweep', () => {
  it('is sent the grid, the cells, the status and the result', async () => {
    await ready();
    expect(panel.sent.map(({ kind }) => kind)).toEqual(['overview', 'cells', 'status', 'result']);
    for (const message of panel.sent) expect(toSweep.parse(message)).toEqual(message);
    expect(panel.sent[1]!['cells']).toHaveLength(4);
    expect(panel.sent[2]).toMatchObject({ status: { state: 'idle' } });
  });

  it('is sent its sweep after a reload of the window, once the experiments and runs have been read', async () => {
    fakes.sweeps.get.mockReturnValue(undefined);
    fakes.sweeps.update.mockImplementation(async () => {
      expect(fakes.runs.load).toHaveBeenCalled();
      fakes.sweeps.get.mockReturnValue({ sweep, runs: [null, null, null, null] });
    });
    await ready();
    expect(panel.of('overview')).toMatchObject([{ grid: { fields: ['safr.preset'] } }]);
  });

  it('is sent only the cells that changed, many changes at once', async () => {
    await ready();
    const sent = await afterChange(() => {
      fakes.sweeps.elements.mockReturnValue([waiting, { ...waiting, state: 'running', share: 0.5 }, waiting, waiting]);
      for (let i = 0; i < 10; i++) changed();
    });
    expect(sent).toEqual([
      { kind: 'cells', cells: [{ number: 2, state: 'running', share: 0.5, reason: null, opens: false }] },
    ]);
  });

  it('is sent how long a sweep runs and that it is about to stop', async () => {
    await ready();
    const abort = new AbortController();
    fakes.sweeps.running.mockReturnValue({ seconds: 3, secondsLeft: 9, note: null, signal: abort.signal });
    expect(await afterChange(changed)).toMatchObject([{ status: { state: 'running', secondsLeft: 9 } }]);
    abort.abort();
    expect(await afterChange(changed)).toMatchObject([{ status: { state: 'stopping', secondsLeft: null } }]);
  });

  it('is sent the result as soon as an element is done', async () => {
    await ready();
    expect(panel.of('result')[0]).toEqual({ kind: 'result', result: null });
    fakes.sweeps.get.mockReturnValue({ sweep, runs: [done, null, null, null] });
    expect(await afterChange(changed)).toMatchObject([{ kind: 'result', result: { compared: 'safr.preset' } }]);
  });

  it('draws nothing for changes of other sweeps', async () => {
    await ready();
    fakes.sweeps.get.mockReturnValue(undefined);
    expect(await afterChange(() => fakes.sweeps.changed.fire('/project/other.safr.json'))).toEqual([]);
  });

  it('runs and stops its own sweep, and opens its experiment', async () => {
    await ready();
    panel.receive({ kind: 'run' });
    panel.receive({ kind: 'stop' });
    panel.receive({ kind: 'openExperiment' });
    await eventually(() => expect(editor.commands).toHaveLength(3));
    expect(editor.commands).toEqual([
      ['safr.runSweep', { experiment: experimentPath }],
      ['safr.stopSweep', { experiment: experimentPath }],
      ['showTextDocument', experimentPath],
    ]);
  });

  it('opens the run of an element that has one', async () => {
    fakes.sweeps.get.mockReturnValue({ sweep, runs: [null, done, null, null] });
    await ready();
    panel.receive({ kind: 'open', number: 1 });
    panel.receive({ kind: 'open', number: 2 });
    await eventually(() => expect(editor.commands).toEqual([['safr.openDashboard', { run: done.directory }]]));
  });

  it('copies its tables, and saves them in the format that the file name says', async () => {
    fakes.sweeps.get.mockReturnValue({ sweep, runs: [done, null, null, null] });
    await ready();
    panel.receive({ kind: 'copy', form: 'latex' });
    await eventually(() => expect(editor.files.get('clipboard')).toContain('\\begin{tab'));
    editor.saveTarget = Uri.file('/out/grid.csv');
    panel.receive({ kind: 'save', what: 'tables' });
    await eventually(() => expect(editor.files.get('/out/grid.csv')).toContain('safr.preset,'));
    editor.saveTarget = Uri.file('/out/grid.svg');
    panel.receive({ kind: 'save', what: 'plot' });
    await eventually(() => expect(editor.files.get('/out/grid.svg')).toContain('<svg'));
  });

  it('is sent everything again by a page that was hidden', async () => {
    await ready();
    panel.setVisible(false);
    const before = panel.sent.length;
    expect(await afterChange(changed)).toEqual([]);
    panel.setVisible(true);
    panel.receive({ kind: 'ready', version: sweepVersion });
    await eventually(() => expect(panel.sent.length - before).toBe(4));
  });
});
