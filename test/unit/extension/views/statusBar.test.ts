import { beforeEach, expect, test, vi } from 'vitest';
import { registerStatusBar } from '../../../../src/extension/views/statusBar.ts';
import { evaluationWith } from '../../core/runs/someEvaluation.ts';
import { fakeStudio } from '../fakeStudio.ts';
import { someRun } from '../someRun.ts';
import { editor } from '../vscodeStub.ts';

let fakes: ReturnType<typeof fakeStudio>['fakes'];
const item = () => editor.statusBarItems[0]!;
const click = () => (editor.registered.get('safr.showRunning') as () => Promise<void>)();

beforeEach(() => {
  vi.useFakeTimers();
  const made = fakeStudio();
  fakes = made.fakes;
  registerStatusBar(made.studio);
  return () => vi.useRealTimers();
});

async function train(experimentPath: string, epoch: number): Promise<void> {
  const progress = { phase: `epoch ${epoch} of at most 9`, share: epoch / 10, epoch, loss: null, secondsLeft: 60 };
  fakes.jobs.all = [{ kind: 'train', experimentPath, directory: null, progress, stop: () => undefined }];
  fakes.jobs.changed.fire(fakes.jobs.all[0]!);
  await vi.advanceTimersByTimeAsync(200);
}

/** One of two elements is done. */
async function sweep(path: string): Promise<void> {
  fakes.sweeps.runningPaths = [path];
  fakes.sweeps.get.mockReturnValue({ runs: [someRun({ evaluation: evaluationWith(0.7, 20, 5, 0.3) }), null] });
  fakes.sweeps.running.mockReturnValue({ secondsLeft: 120 });
  fakes.sweeps.changed.fire(path);
  await vi.advanceTimersByTimeAsync(200);
}

test('the item keeps one command while a training progresses, so that a click in between finds it', async () => {
  await train('/w/mine.safr.json', 1);
  expect(item().text).toBe('$(sync~spin) SAFR 10 % · epoch 1');
  await train('/w/mine.safr.json', 2);
  expect(item()).toMatchObject({ isShown: true, text: '$(sync~spin) SAFR 20 % · epoch 2' });
  expect(item().commands).toEqual(['safr.showRunning']);
  await click();
  expect(editor.commands).toEqual([['safr.openDashboard', { experiment: '/w/mine.safr.json' }]]);
});

test('a running sweep has the item, and a click opens it', async () => {
  await sweep('/w/grid.safr.json');
  expect(item()).toMatchObject({ isShown: true, text: '$(sync~spin) SAFR sweep · 1 of 2' });
  expect(item().tooltip).toBe('grid: sweep · 1 of 2 done · 2 min left');
  await click();
  expect(editor.commands).toEqual([['safr.openSweep', { experiment: '/w/grid.safr.json' }]]);
});

test('of several that are running a click asks for one', async () => {
  await sweep('/w/grid.safr.json');
  await train('/w/mine.safr.json', 3);
  expect(item().text).toBe('$(sync~spin) SAFR 30 % · epoch 3 (+1)');
  editor.picked = 'grid';
  await click();
  expect(editor.commands).toEqual([['safr.openSweep', { experiment: '/w/grid.safr.json' }]]);
});

test('the item goes when nothing is running any more', async () => {
  await train('/w/mine.safr.json', 1);
  const [job] = fakes.jobs.all;
  fakes.jobs.all = [];
  fakes.jobs.changed.fire(job!);
  await vi.advanceTimersByTimeAsync(200);
  expect(item().isShown).toBe(false);
  await click();
  expect(editor.commands).toEqual([]);
});
