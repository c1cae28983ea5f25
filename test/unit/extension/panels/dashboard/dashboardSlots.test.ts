import { describe, expect, it } from 'vitest';
import {
  emptySlots,
  shownIn,
  withoutRun,
  withRun,
} from '../../../../../src/extension/panels/dashboard/dashboardSlots.ts';

const full = ['a', 'b', 'c', 'd', 'e', 'f'];

describe('the slots of a dashboard', () => {
  it('take runs in order and keep them once', () => {
    const one = withRun(emptySlots, 'a')!;
    expect(shownIn(withRun(withRun(one, 'b')!, 'a')!)).toEqual(['a', 'b']);
  });

  it('give a free slot to the next run, and leave the others their colours', () => {
    expect(withRun(withoutRun(full, 'c'), 'x')).toEqual(['a', 'b', 'x', 'd', 'e', 'f']);
  });

  it('refuse a seventh run', () => {
    expect(withRun(full, 'x')).toBeNull();
  });
});
