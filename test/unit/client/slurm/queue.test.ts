import { expect, test } from 'vitest';
import { accountedIn, isOver, isWaiting, tasksIn } from '../../../../src/client/slurm/queue.ts';

test('reads an element a line', () => {
  const tasks = tasksIn('8|2|PENDING|Priority\n8|1|RUNNING|None\n8|10|FAILED|NonZeroExitCode\n');
  expect(tasks.get(2)).toEqual({ job: 8, state: 'PENDING', reason: 'Priority' });
  expect(tasks.get(1)).toMatchObject({ state: 'RUNNING' });
  expect([...tasks.keys()].sort((a, b) => a - b)).toEqual([1, 2, 10]);
  expect([2, 1, 10].map((element) => isWaiting(tasks.get(element)!))).toEqual([true, false, false]);
  expect([2, 1, 10].map((element) => isOver(tasks.get(element)!))).toEqual([false, false, true]);
});

test('leaves out what is no task of an array', () => {
  expect(tasksIn('\n9|N/A|RUNNING|None\n').size).toBe(0);
});

test('takes of several jobs the one that goes on, else the last', () => {
  const goesOn = ['9|1|FAILED|NonZeroExitCode', '8|1|RUNNING|None'];
  const over = ['9|1|CANCELLED|None', '8|1|FAILED|NonZeroExitCode', '10|1|COMPLETED|None'];
  for (const lines of [goesOn, goesOn.toReversed()]) expect(tasksIn(lines.join('\n')).get(1)!.job).toBe(8);
  for (const lines of [over, over.toReversed()]) expect(tasksIn(lines.join('\n')).get(1)!.job).toBe(10);
});

test('reads what accounting says of tasks', () => {
  const tasks = accountedIn('8_1|CANCELLED by 1000\n8_2|NODE_FAIL\n8_[3-5]|PENDING\n7|COMPLETED\n');
  expect(Object.fromEntries(tasks)).toEqual({
    1: { job: 8, state: 'CANCELLED', reason: '' },
    2: { job: 8, state: 'NODE_FAIL', reason: '' },
  });
});
