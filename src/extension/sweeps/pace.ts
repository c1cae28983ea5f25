/** Seconds in which an element has come so far, from when it first told. */
export interface RunningElement {
  readonly seconds: number;
  /** What it did in them, of 1. */
  readonly gained: number;
  /** What is left of it. */
  readonly left: number;
}

export interface Pace {
  /** Elements at a time. */
  readonly lanes: number;
  /** Elements that have not begun. */
  readonly waiting: number;
  readonly running: readonly RunningElement[];
  /** Seconds that those took which are over. */
  readonly ended: readonly number[];
}

/** Less of an element says too little of the rest. */
const leastGain = 0.02;

/**
 * How many seconds a sweep still takes, if elements go on as they did: those that run by their own pace, those that wait as long as the
 * mean of the others. null where nobody knows yet.
 */
export function secondsLeft({ lanes, waiting, running, ended }: Pace): number | null {
  const own = running.map(({ seconds, gained, left }) => (gained < leastGain ? null : (left * seconds) / gained));
  const wholes = running.flatMap(({ seconds, gained }) => (gained < leastGain ? [] : seconds / gained));
  const known = ended.length > 0 ? ended : wholes;
  if (known.length === 0) return null;
  const typical = known.reduce((sum, seconds) => sum + seconds, 0) / known.length;
  const rests = own.map((seconds, i) => seconds ?? running[i]!.left * typical);
  const work = rests.reduce((sum, seconds) => sum + seconds, 0) + waiting * typical;
  return Math.max(work / lanes, ...rests);
}
