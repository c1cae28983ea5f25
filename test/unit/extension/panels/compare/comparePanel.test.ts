import { beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../../../../src/common/userError.ts';
import type { Run } from '../../../../../src/core/runs/readRun.ts';
import { ComparePanel } from '../../../../../src/extension/panels/compare/comparePanel.ts';
import { compareVersion, toComparePanel } from '../../../../../src/protocol/compare.ts';
import { FakeCompute } from '../../fakeCompute.ts';
import { eventually, fakeStudio, newPanel } from '../../fakeStudio.ts';
import { someRun } from '../../someRun.ts';
import { editor, events, workspace, type PanelStub } from '../../vscodeStub.ts';

const run = (name: string): Run => ({ ...someRun({ id: name }), directory: `/runs/${name}` });
const [a, b, c] = [run('a'), run('b'), run('c')];
const spread = { count: 1, reached: 1, median: 0.9, bins: [1] };
const neurons = { tokens: 2, texts: 1, sameStart: true, matched: spread, sameNumber: 1, chance: spread };
const comparison = { ...neurons, transitions: [[1]], pairs: [] };

let panel: PanelStub;
let fakes: ReturnType<typeof fakeStudio>['fakes'];
let compute: FakeCompute;

beforeEach(() => {
  const { studio, ...made } = fakeStudio();
  fakes = made.fakes;
  compute = new FakeCompute();
  fakes.startCompute.mockImplementation(compute.start);
  fakes.runs.set(a, b, c);
  panel = newPanel();
  const state = { directories: ['/runs/a', '/runs/b', '/runs/c'], from: '/runs/a', to: '/runs/b' };
  new ComparePanel(studio, panel.asPanel, state);
});

async function ready(): Promise<void> {
  panel.receive({ kind: 'ready', version: compareVersion });
  await eventually(() => expect(compute.requests).not.toEqual([]));
}
const lastRuns = () => panel.of('runs').at(-1);

describe('the panel that compares runs', () => {
  it('is sent the runs, then the neurons of the two, by messages of its protocol', async () => {
    await ready();
    compute.last.onEvent({ kind: 'measured', sentences: 1, of: 4 });
    compute.last.resolve(comparison);
    await eventually(() => expect(panel.of('neurons')).toEqual([{ kind: 'neurons', neurons: comparison }]));
    expect(panel.of('working').at(-1)).toEqual({ kind: 'working', phase: 'running both models', share: 0.25 });
    for (const message of panel.sent) expect(toComparePanel.parse(message)).toEqual(message);
    expect(compute.last).toMatchObject({ kind: 'compareNeurons', params: { from: '/runs/a', to: '/runs/b' } });
    expect(compute.ends).toBe(1);
    expect(panel.asPanel.title).toMatch(/^Compare .+ with .+ and 1 more$/);
  });

  it('says why predictions cannot be compared', async () => {
    await ready();
    await eventually(() => expect(panel.of('noLines')).toHaveLength(1));
    const [{ problem }] = panel.of('noLines') as unknown as [{ problem: { message: string } }];
    expect(problem.message).toBe('run a is not evaluated on the test split');
  });

  it('answers a comparison that fails with the error and its remedy', async () => {
    await ready();
    compute.last.reject(new UserError('other tokens', 'Compare others.'));
    const problem = { message: 'other tokens', remedy: 'Compare others.' };
    await eventually(() => expect(panel.of('noNeurons')).toEqual([{ kind: 'noNeurons', problem }]));
  });

  it('says that the user stopped a comparison, and starts it again when asked', async () => {
    await ready();
    panel.receive({ kind: 'stop' });
    await eventually(() =>
      expect(panel.of('noNeurons')).toMatchObject([{ problem: { remedy: 'Start it again below.' } }]),
    );
    panel.receive({ kind: 'again' });
    await eventually(() => expect(compute.requests).toHaveLength(2));
  });

  it('drops a comparison for that of another pair', async () => {
    await ready();
    panel.receive({ kind: 'pair', from: '/runs/b', to: '/runs/c' });
    await eventually(() => expect(compute.requests).toHaveLength(2));
    expect(compute.requests[0]!.signal?.aborted).toBe(true);
    compute.last.resolve(comparison);
    await eventually(() => expect(panel.of('neurons')).toHaveLength(1));
    expect(panel.of('noNeurons')).toEqual([]);
    await eventually(() => expect(lastRuns()).toMatchObject({ state: { from: '/runs/b', to: '/runs/c' } }));
  });

  it('keeps the result for the same two runs', async () => {
    await ready();
    compute.last.resolve(comparison);
    await eventually(() => expect(panel.of('neurons')).toHaveLength(1));
    panel.receive({ kind: 'again' });
    await eventually(() => expect(panel.of('neurons')).toHaveLength(2));
    expect(compute.requests).toHaveLength(1);
  });

  it('goes on without a deleted run, until there are no two left', async () => {
    await ready();
    fakes.runs.all = [b, c];
    fakes.runs.changed.fire('/runs/a');
    const state = { from: '/runs/b', to: '/runs/c' };
    await eventually(() => expect(lastRuns()).toMatchObject({ note: 'One run has been deleted.', state }));
    fakes.runs.all = [c];
    fakes.runs.changed.fire('/runs/b');
    expect(panel.of('deleted')).toHaveLength(1);
  });

  it('does not take runs of a reloaded window for deleted before they are read', async () => {
    const { studio, fakes: fresh } = fakeStudio();
    fresh.startCompute.mockImplementation(compute.start);
    const restored = newPanel();
    const state = { directories: ['/runs/a', '/runs/b'], from: '/runs/a', to: '/runs/b' };
    new ComparePanel(studio, restored.asPanel, state);
    fresh.runs.refresh.mockImplementation(async (directory) => {
      fresh.runs.all = [...fresh.runs.all, directory === '/runs/a' ? a : b];
      fresh.runs.changed.fire(directory);
    });
    restored.receive({ kind: 'ready', version: compareVersion });
    await eventually(() => expect(restored.of('runs')).not.toEqual([]));
    expect(restored.of('deleted')).toEqual([]);
  });

  it('compares nothing in a workspace that is not trusted, until it is', async () => {
    workspace.isTrusted = false;
    panel.receive({ kind: 'ready', version: compareVersion });
    await eventually(() => expect(panel.of('noNeurons')).toHaveLength(1));
    expect(compute.starts).toBe(0);
    workspace.isTrusted = true;
    events.grantTrust.fire();
    await eventually(() => expect(compute.requests).toHaveLength(1));
  });

  it('opens the neuron panel on a test text, and shows why where that fails', async () => {
    await ready();
    fakes.inference.request.mockRejectedValueOnce(new UserError('no text 7', 'Evaluate it again.'));
    panel.receive({ kind: 'openText', directory: '/runs/a', index: 7 });
    await eventually(() => expect(editor.messages.at(-1)?.text).toBe('no text 7. Evaluate it again. (SAFR: Compare)'));
    fakes.inference.request.mockResolvedValueOnce([{ index: 7, text: 'a dull film', label: 'bad' }]);
    panel.receive({ kind: 'openText', directory: '/runs/a', index: 7 });
    await eventually(() =>
      expect(editor.commands).toEqual([['safr.openNeurons', { run: '/runs/a', text: 'a dull film', label: 'bad' }]]),
    );
  });

  it('cancels its comparison silently when it is closed', async () => {
    await ready();
    panel.dispose();
    expect(compute.last.signal?.aborted).toBe(true);
    await eventually(() => expect(compute.ends).toBe(1));
    expect(panel.of('noNeurons')).toEqual([]);
    expect(fakes.log.error).not.toHaveBeenCalled();
  });
});
