import { expect, test } from 'vitest';
import { objective } from '../../../../src/core/experiment/objective.ts';
import type { WorkflowEvent } from '../../../../src/core/workflow/workflowEvent.ts';
import { JobTracker } from '../../../../src/extension/compute/jobProgress.ts';
import { someRun } from '../someRun.ts';

const losses = { crossEntropy: 0.5, importance: 2, interaction: 0.25, information: -0.5 };
const result = { reason: '', epochs: 3, step: 30, best: null };

function after(...events: readonly WorkflowEvent[]) {
  const tracker = new JobTracker();
  for (const event of events) tracker.take(event);
  return tracker.progress;
}

const start: WorkflowEvent = { kind: 'start', step: 0, epochs: 4, stepsPerEpoch: 10 };
const step: WorkflowEvent = {
  ...{ kind: 'step', epoch: 3, batch: 5, stepsPerEpoch: 10, step: 25 },
  ...{ losses, stepsPerSecond: 7, secondsLeft: 60 },
};

test('says in words what goes before a training', () => {
  expect(after()).toEqual({ phase: 'starting', share: null, epoch: null, loss: null, secondsLeft: null });
  expect(after({ kind: 'download', received: 1_250_000, total: 6_400_000 }).phase).toBe('downloading 1.3 of 6.4 MB');
  expect(after({ kind: 'read', texts: 1 }).phase).toBe('reading the data');
  expect(after({ kind: 'run', id: 'x', directory: '/x', resumed: false }).phase).toBe('preparing the model');
});

test('counts epochs, also those of a resumed training', () => {
  expect(after(start, step)).toMatchObject({ phase: 'epoch 3 of at most 4', epoch: 3, secondsLeft: 60 });
  expect(after(start, step).share).toBeCloseTo(0.9 * (2.5 / 4));
  expect(after({ ...start, step: 25 })).toMatchObject({ phase: 'epoch 3 of at most 4', epoch: 3, loss: null });
  expect(after(start, step, { kind: 'evaluating', epoch: 3 })).toMatchObject({
    phase: 'epoch 3 of at most 4 · measuring on dev',
    epoch: 3,
  });
});

test('adds up the losses as the training weighs them', () => {
  const tracker = new JobTracker();
  tracker.take(start);
  tracker.take(step);
  expect(tracker.progress.loss).toBeNull();
  const file = { safr: { preset: 'vmask', importance: 0.1, interaction: 2 } };
  tracker.objective = objective(someRun({ file }).experiment.safr);
  tracker.take(step);
  expect(tracker.progress.loss).toBeCloseTo(0.5 + 0.1 * 2 + 2 * 0.25 + (1 - 2 * 0.099) * -0.5);
});

test('ends with the evaluation, which alone takes the whole bar', () => {
  const measured: WorkflowEvent = { kind: 'measured', sentences: 600, of: 1200 };
  const ended: WorkflowEvent = { kind: 'end', result: { ...result, state: 'finished' } };
  expect(after(start, step, ended)).toMatchObject({ phase: 'evaluating', share: 0.9, secondsLeft: null });
  expect(after(start, step, ended, measured)).toMatchObject({ phase: 'evaluating 600 of 1,200 texts', epoch: null });
  expect(after(start, step, ended, measured).share).toBeCloseTo(0.95);
  expect(after(measured).share).toBeCloseTo(0.5);
});
