import { beforeEach, describe, expect, it } from 'vitest';
import type { Run } from '../../../../../src/core/runs/readRun.ts';
import type { Job } from '../../../../../src/extension/compute/runningJob.ts';
import { DashboardPanel } from '../../../../../src/extension/panels/dashboard/dashboardPanel.ts';
import { emptySlots } from '../../../../../src/extension/panels/dashboard/dashboardSlots.ts';
import { dashboardVersion, toDashboard, type Overview } from '../../../../../src/protocol/dashboard.ts';
import { eventually, fakeStudio, newPanel } from '../../fakeStudio.ts';
import { someRun } from '../../someRun.ts';
import { editor, Uri, type PanelStub } from '../../vscodeStub.ts';

const run = (name: string, made: Parameters<typeof someRun>[0] = {}): Run => ({
  ...someRun({ ...made, id: name }),
  directory: `/runs/${name}`,
});
const { experimentPath } = someRun();

let panel: PanelStub;
let fakes: ReturnType<typeof fakeStudio>['fakes'];
let dashboard: DashboardPanel;

beforeEach(() => {
  const { studio, ...made } = fakeStudio();
  fakes = made.fakes;
  panel = newPanel();
  fakes.runs.set(run('b'), run('a'));
  dashboard = new DashboardPanel(studio, panel.asPanel, { experimentPath, slots: emptySlots });
});

const overviews = () => panel.of('overview') as unknown as Overview[];
const shown = () =>
  overviews()
    .at(-1)
    ?.state.slots.filter((slot) => slot !== null);
async function ready(): Promise<void> {
  panel.receive({ kind: 'ready', version: dashboardVersion });
  await eventually(() => expect(panel.of('job')).not.toEqual([]));
}

describe('the dashboard', () => {
  it('shows the newest run until one is chosen', async () => {
    await ready();
    expect(panel.title).toBe('mine: Dashboard');
    expect(shown()).toEqual(['/runs/b']);
    fakes.runs.set(run('c'), ...fakes.runs.all);
    await eventually(() => expect(shown()).toEqual(['/runs/c']));
    panel.receive({ kind: 'choose', directory: '/runs/a', shown: true });
    await eventually(() => expect(shown()).toEqual(['/runs/c', '/runs/a']));
    fakes.runs.set(run('d'), ...fakes.runs.all);
    await eventually(() => expect(overviews().at(-1)?.runs).toHaveLength(4));
    expect(shown()).toEqual(['/runs/c', '/runs/a']);
  });

  it('sends messages of its protocol, and a run only when it is new or has changed', async () => {
    await ready();
    for (const message of panel.sent) expect(toDashboard.parse(message)).toEqual(message);
    expect(panel.of('run')).toHaveLength(1);
    const before = overviews().length;
    fakes.runs.changed.fire('/runs/b');
    await eventually(() => expect(overviews().length).toBeGreaterThan(before));
    expect(panel.of('run')).toHaveLength(1);
    fakes.runs.set(run('b', { epochs: 4 }), run('a'));
    await eventually(() => expect(panel.of('run')).toHaveLength(2));
  });

  it('draws the changes of many runs at once', async () => {
    await ready();
    const before = overviews().length;
    for (let i = 0; i < 20; i++) fakes.runs.changed.fire('/runs/a');
    await eventually(() => expect(overviews().length).toBeGreaterThan(before));
    expect(overviews()).toHaveLength(before + 1);
  });

  it('adds a run that starts, and says which ones were deleted', async () => {
    await ready();
    fakes.runs.set(run('new', { status: 'running' }), run('b'), run('a'));
    await eventually(() => expect(shown()).toEqual(['/runs/b', '/runs/new'].sort()));
    fakes.runs.all = [run('new', { status: 'running' })];
    fakes.runs.changed.fire('/runs/b');
    await eventually(() => expect(overviews().at(-1)?.note).toBe('Deleted: b.'));
    expect(shown()).toEqual(['/runs/new']);
  });

  it('does not draw more runs than there are colours', async () => {
    fakes.runs.set(...['1', '2', '3', '4', '5', '6', '7'].map((name) => run(name)));
    await ready();
    for (const name of ['2', '3', '4', '5', '6', '7'])
      panel.receive({ kind: 'choose', directory: `/runs/${name}`, shown: true });
    await eventually(() => expect(overviews().at(-1)?.note).toMatch(/^7 is not drawn: 6 runs/));
    expect(shown()).toHaveLength(6);
  });

  it('is brought to the front with a run to add', async () => {
    await ready();
    dashboard.show({ experimentPath, slots: emptySlots, added: '/runs/a' });
    expect(panel.reveals).toBe(1);
    await eventually(() => expect(shown()).toEqual(['/runs/b', '/runs/a']));
  });

  it('shows the progress of its experiment’s job alone', async () => {
    await ready();
    const progress = { phase: 'epoch 1', share: 0.1, epoch: 1, loss: 0.5, secondsLeft: 9 };
    const job = (path: string): Job => ({ experimentPath: path, progress }) as Job;
    fakes.jobs.all = [job(experimentPath)];
    fakes.jobs.changed.fire(job(experimentPath));
    fakes.jobs.changed.fire(job('/other.safr.json'));
    expect(panel.of('job')).toEqual([
      { kind: 'job', job: null },
      { kind: 'job', job: progress },
    ]);
  });

  it('runs the commands of its buttons, for a run or the experiment', async () => {
    await ready();
    panel.receive({ kind: 'act', action: 'resume', directory: '/runs/a' });
    panel.receive({ kind: 'act', action: 'train', directory: null });
    expect(editor.commands).toEqual([
      ['safr.resume', { run: '/runs/a' }],
      ['safr.train', { experiment: experimentPath }],
    ]);
  });

  it('keeps an exported chart, and shows why where it cannot', async () => {
    const chart = { kind: 'export', name: 'loss', format: 'csv', content: 'a,b' };
    panel.receive(chart);
    editor.saveTarget = Uri.file('/out/loss.csv');
    panel.receive(chart);
    await eventually(() => expect(editor.files.get('/out/loss.csv')).toBe('a,b'));
    editor.isReadOnly = true;
    panel.receive(chart);
    await eventually(() =>
      expect(editor.messages.at(-1)?.text).toMatch(/^read-only \(\/out\/loss\.csv cannot be written\)/),
    );
  });

  it('sends everything again to a page that was hidden and shown', async () => {
    await ready();
    panel.setVisible(false);
    fakes.runs.set(run('c'), ...fakes.runs.all);
    const before = panel.sent.length;
    panel.setVisible(true);
    panel.receive({ kind: 'ready', version: dashboardVersion });
    await eventually(() => expect(panel.sent.length).toBeGreaterThanOrEqual(before + 3));
    expect(panel.sent.slice(before, before + 3).map(({ kind }) => kind)).toEqual(['run', 'overview', 'job']);
    expect(shown()).toEqual(['/runs/c']);
  });

  it('keeps the runs of a reloaded window that have not been read yet', async () => {
    const { studio, fakes: fresh } = fakeStudio();
    const restored = newPanel();
    const slots = emptySlots.with(2, '/runs/a');
    new DashboardPanel(studio, restored.asPanel, { experimentPath, slots });
    fresh.runs.refresh.mockImplementation(async () => fresh.runs.set(run('a')));
    restored.receive({ kind: 'ready', version: dashboardVersion });
    fresh.runs.changed.fire('/runs/other');
    await eventually(() => expect(restored.of('overview')).not.toEqual([]));
    for (const overview of restored.of('overview')) expect(overview).toMatchObject({ note: null, state: { slots } });
  });

  it('listens to nothing once closed', async () => {
    await ready();
    panel.dispose();
    expect(fakes.runs.changed.listeners.size + fakes.jobs.changed.listeners.size).toBe(0);
  });
});
