import { expect, test } from 'vitest';
import type { Run } from '../../../../src/core/runs/readRun.ts';
import type { Job } from '../../../../src/extension/compute/jobs.ts';
import { experimentLenses } from '../../../../src/extension/editor/experimentLenses.ts';
import { evaluationWith } from '../../core/runs/someEvaluation.ts';
import { someRun } from '../someRun.ts';

const experimentPath = '/mine/mine.safr.json';
const lenses = (latest?: Run, job?: Job, trusted = true) =>
  experimentLenses({ experimentPath, latest, job, trusted }).map(({ title }) =>
    title.replace(/^\$\([^)]*\)\s/, '').replace(/:.*/, ''),
  );
const job: Job = {
  kind: 'train',
  experimentPath,
  directory: null,
  progress: { phase: 'epoch 3 of at most 100', share: 0.1, epoch: 3, loss: 0.412, secondsLeft: 120 },
  stop: () => undefined,
};

test('a new experiment can be trained', () => {
  expect(lenses()).toEqual(['Train', 'Dashboard']);
});

test('the tooltip of an evaluated run explains its share of monosemantic neurons', () => {
  const evaluation = evaluationWith(0.742, 12.4, 5.1, 0.31);
  const last = (latest: Run) => experimentLenses({ experimentPath, latest, job: undefined, trusted: true }).at(-1)!;
  expect(last(someRun({ evaluation })).title).toContain('31 % monosemantic per text');
  expect(last(someRun({ evaluation })).tooltip).toMatch(
    /\nMonosemantic per text: Among the neurons that a text uses, /,
  );
  expect(last(someRun()).tooltip).toBe('20260102-100000-mine');
});

test('a finished run can be evaluated, a stopped one resumed too', () => {
  const evaluation = evaluationWith(0.742, 12.4, 5.1, 0.31);
  expect(lenses(someRun({ evaluation }))).toEqual(['Train', 'Evaluate', 'Dashboard', 'last run']);
  expect(lenses(someRun({ status: 'stopped' })).slice(0, 4)).toEqual(['Train', 'Resume', 'Evaluate', 'Dashboard']);
  expect(lenses(someRun({ status: 'failed', epochs: 0 })).slice(0, 3)).toEqual(['Train', 'Resume', 'Dashboard']);
});

test('while a job goes on it can be stopped, and its line says what it is at', () => {
  const going = 'epoch 3 of at most 100 · loss 0.412 · 2 min left';
  expect(lenses(someRun({ status: 'running' }), job)).toEqual(['Stop', 'Dashboard', going]);
});

test('a run of another process can be neither resumed nor evaluated', () => {
  expect(lenses(someRun({ status: 'running' }))).toEqual([
    'Train',
    'Dashboard',
    'a run is training in another process',
  ]);
});

test('in a workspace that is not trusted nothing is offered that computes', () => {
  expect(lenses(someRun({ status: 'stopped' }), undefined, false).slice(0, 1)).toEqual(['Dashboard']);
});

test('a reason of several lines stays one line without icons', () => {
  const failed = someRun({ status: 'failed', reason: `$(zap) a\nb ${'x'.repeat(200)}` });
  const { title } = experimentLenses({ experimentPath, latest: failed, job: undefined, trusted: true }).at(-1)!;
  expect(title).toMatch(/^last run failed: \$ \(zap\) a b x+…$/);
});
