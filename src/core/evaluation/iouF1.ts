/** A run of consecutive places. */
interface Run {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** How large the intersection over union of two runs must be for a match (DeYoung et al. 2020). */
const minIou = 0.5;

/**
 * IoU F1 of chosen places: they and the relevant ones are taken as runs of consecutive places, and a chosen run matches a relevant one if their
 * intersection is at least half of their union. At most one run matches each. The harmonic mean of the shares of chosen and of relevant runs that match;
 * 0 without a match.
 */
export function iouF1(chosen: ReadonlySet<number>, relevant: ReadonlySet<number>): number {
  const [found, wanted] = [runsOf(chosen), runsOf(relevant)];
  const matches = found.filter((run) => wanted.some((other) => iou(run, other) >= minIou)).length;
  return (2 * matches) / Math.max(1, found.length + wanted.length);
}

function iou(a: Run, b: Run): number {
  const both = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  return both <= 0 ? 0 : both / (a.end - a.start + b.end - b.start - both);
}

function runsOf(places: ReadonlySet<number>): Run[] {
  const ends = [...places].filter((place) => !places.has(place + 1)).sort((a, b) => a - b);
  const starts = [...places].filter((place) => !places.has(place - 1)).sort((a, b) => a - b);
  return starts.map((start, i) => ({ start, end: ends[i]! + 1 }));
}
