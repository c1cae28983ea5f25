import { describe, expect, it } from 'vitest';
import { secondsLeft } from '../../../../src/extension/sweeps/pace.ts';

const half = { seconds: 30, gained: 0.5, left: 0.5 };

describe('the time that a sweep still takes', () => {
  it('is unknown until an element has come some way', () => {
    expect(secondsLeft({ lanes: 2, waiting: 3, running: [], ended: [] })).toBeNull();
    const begun = { seconds: 3, gained: 0.001, left: 0.999 };
    expect(secondsLeft({ lanes: 2, waiting: 3, running: [begun], ended: [] })).toBeNull();
  });

  it('is what the running elements need by their own pace', () => {
    expect(secondsLeft({ lanes: 2, waiting: 0, running: [half, { ...half, seconds: 60 }], ended: [] })).toBe(60);
    const resumed = { seconds: 10, gained: 0.1, left: 0.2 };
    expect(secondsLeft({ lanes: 1, waiting: 0, running: [resumed], ended: [] })).toBeCloseTo(20);
  });

  it('takes those that wait to last as those that ended did, shared among the lanes', () => {
    expect(secondsLeft({ lanes: 1, waiting: 3, running: [], ended: [40, 60] })).toBe(150);
    expect(secondsLeft({ lanes: 2, waiting: 3, running: [half], ended: [40, 60] })).toBe((30 + 150) / 2);
  });

  it('takes them to last as the running ones do, before any has ended', () => {
    expect(secondsLeft({ lanes: 2, waiting: 4, running: [half, half], ended: [] })).toBe((30 + 30 + 4 * 60) / 2);
  });

  it('is zero when nothing is left', () => {
    expect(secondsLeft({ lanes: 2, waiting: 0, running: [], ended: [40] })).toBe(0);
  });
});
