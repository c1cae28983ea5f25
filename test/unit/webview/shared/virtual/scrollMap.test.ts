import { describe, expect, it } from 'vitest';
import { ScrollMap } from '../../../../../webview/shared/virtual/scrollMap.ts';

describe('a scroll position', () => {
  it('is the position in the content where that fits', () => {
    const map = new ScrollMap(240_000, 600);
    expect(map.heightPx).toBe(240_000);
    expect(map.moved(0, 0, 1234)).toBe(1234);
    expect(map.scrollAt(1234)).toBe(1234);
    expect(map.contentAt(500_000)).toBe(239_400);
  });

  it('reaches both ends of content that is higher than an element can be', () => {
    const map = new ScrollMap(24_000_000, 600);
    expect(map.heightPx).toBeLessThan(10_000_000);
    expect(map.contentAt(map.heightPx - 600)).toBe(24_000_000 - 600);
    expect(map.moved(24_000, 100, 0)).toBe(0);
    expect(map.scrollAt(24_000_000 - 600)).toBe(map.heightPx - 600);
  });

  it('moves the content as far as the wheel, and in proportion where the bar is dragged', () => {
    const map = new ScrollMap(24_000_000, 600);
    expect(map.moved(3_000_000, 1_000_000, 1_000_100)).toBe(3_000_100);
    expect(map.moved(3_000_000, 1_000_000, 4_000_000 - 300)).toBeCloseTo(12_000_000 - 300, -3);
  });

  it('is 0 where everything is in view', () => {
    const map = new ScrollMap(100, 600);
    expect([map.contentAt(0), map.scrollAt(0)]).toEqual([0, 0]);
  });
});
