import { signal } from '@preact/signals';

/** What all charts of a panel over the same x share. */
export class XView {
  /** The x that the pointer is at, or was moved to by a key; null: none. */
  readonly cursor = signal<number | null>(null);
  /** The range of x that is shown; null: all of it. */
  readonly range = signal<readonly [number, number] | null>(null);
}

const views = new Map<string, XView>();

/** By the title of the axis. */
export function xViewOf(xTitle: string): XView {
  const found = views.get(xTitle) ?? new XView();
  views.set(xTitle, found);
  return found;
}

/** The range of half or double the width around the cursor, within the whole one; null for all of it. */
export function zoomed(
  [first, last]: readonly [number, number],
  shown: readonly [number, number],
  center: number,
  factor: number,
): readonly [number, number] | null {
  const width = (shown[1] - shown[0]) * factor;
  if (width >= last - first) return null;
  const low = Math.min(Math.max(first, center - width / 2), last - width);
  return [low, low + width];
}

/** The x of all points, ascending, that is next to the cursor: a step to the left (−1) or right (1) of it. */
export function nextX(xs: readonly number[], cursor: number | null, step: -1 | 1): number | null {
  if (xs.length === 0) return null;
  if (cursor === null) return step === 1 ? xs[0]! : xs.at(-1)!;
  const next = step === 1 ? xs.find((x) => x > cursor) : xs.findLast((x) => x < cursor);
  return next ?? cursor;
}
