import { expect, test, vi } from 'vitest';
import { registerSweepCommands } from '../../../../src/extension/commands/sweepCommands.ts';
import { fakeStudio } from '../fakeStudio.ts';
import { someRun } from '../someRun.ts';
import { editor } from '../vscodeStub.ts';

test('Stop Sweep on a run stops the sweep of its experiment', async () => {
  const { fakes, studio } = fakeStudio();
  const run = someRun({ status: 'running' });
  fakes.runs.set(run);
  const stop = vi.fn();
  fakes.sweeps.runningPaths = ['/mine/other.safr.json', run.experimentPath];
  Object.assign(fakes.sweeps, { stop });
  registerSweepCommands(studio);
  await (editor.registered.get('safr.stopSweep') as (target: object) => Promise<void>)({ run: run.directory });
  expect(stop).toHaveBeenCalledExactlyOnceWith(run.experimentPath);
});
