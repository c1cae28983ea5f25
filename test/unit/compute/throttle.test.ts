import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { throttled } from '../../../src/compute/throttle.ts';
import type { WorkflowEvent } from '../../../src/core/workflow/workflowEvent.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

test('passes on about ten frequent events a second, each kind on its own, and all others', () => {
  const told: WorkflowEvent[] = [];
  const tell = throttled((event) => told.push(event));
  for (let time = 0; time < 1000; time += 5) {
    tell({ kind: 'measured', sentences: time, of: 1000 });
    tell({ kind: 'read', texts: time });
    tell({ kind: 'evaluating', epoch: 1 });
    vi.advanceTimersByTime(5);
  }
  const count = (kind: WorkflowEvent['kind']) => told.filter((event) => event.kind === kind).length;
  expect([count('measured'), count('read'), count('evaluating')]).toEqual([10, 10, 200]);
});
