import { beforeEach, describe, expect, it } from 'vitest';
import { DashboardModel } from '../../../../webview/dashboard/dashboardModel.ts';
import { emptyCurves, overviewOf, runItem } from './runs.ts';

let model: DashboardModel;
beforeEach(() => {
  model = new DashboardModel();
});

const job = { phase: 'epoch 1', share: null, epoch: 1, loss: null, secondsLeft: null };

describe('the model of the dashboard', () => {
  it('draws the chosen runs in the order of their slots', () => {
    model.receive(overviewOf([runItem('b', { slot: 2 }), runItem('c', { slot: null }), runItem('a', { slot: 1 })]));
    expect(model.shownItems.value.map(({ directory }) => directory)).toEqual(['a', 'b']);
  });

  it('draws a run once its curves have arrived, whichever message comes first', () => {
    model.receive({ kind: 'run', run: emptyCurves('a') });
    model.receive(overviewOf([runItem('a'), runItem('b', { slot: 1 })]));
    expect(model.shownRuns.value).toMatchObject([{ slot: 0, curves: { directory: 'a' } }]);
    model.receive({ kind: 'run', run: emptyCurves('b') });
    const [, second] = model.shownRuns.value;
    expect(second).toMatchObject({ slot: 1, label: 'seed b', curves: { directory: 'b' } });
  });

  it('keeps what is drawn while only the job changes', () => {
    model.receive(overviewOf([runItem('a')]));
    model.receive({ kind: 'run', run: emptyCurves('a') });
    const before = model.shownRuns.value;
    model.receive({ kind: 'job', job });
    expect(model.shownRuns.value).toBe(before);
  });

  it('allows computing in a trusted workspace without a job', () => {
    expect(model.canCompute.value).toBe(false);
    model.receive(overviewOf([], { trusted: false }));
    expect(model.canCompute.value).toBe(false);
    model.receive(overviewOf([]));
    expect(model.canCompute.value).toBe(true);
    model.receive({ kind: 'job', job });
    expect(model.canCompute.value).toBe(false);
    model.receive({ kind: 'job', job: null });
    expect(model.canCompute.value).toBe(true);
  });
});
