/** The progress of an element since it first reported. */
export interface RunningElement {
  readonly seconds: number;
  /** Share done in these seconds, 0 to 1. */
  readonly gained: number;
  /** Share left, 0 to 1. */
  readonly left: number;
}

export interface Pace {
  /** Elements that run at the same time. */
  readonly lanes: number;
  /** Elements that have not started. */
  readonly waiting: number;
  readonly running: readonly RunningElement[];
  /** Seconds that each ended element took. */
  readonly ended: readonly number[];
}

/** A smaller share is no basis for an estimate of the rest. */
const minGain = 0.02;

/**
 * Estimates how many seconds a sweep still takes: running elements continue at their own pace, waiting ones take as long as the mean of
 * the others. null if there is no basis yet.
 */
export function secondsLeft({ lanes, waiting, running, ended }: Pace): number | null {
  const own = running.map(({ seconds, gained, left }) => (gained < minGain ? null : (left * seconds) / gained));
  const projected = running.flatMap(({ seconds, gained }) => (gained < minGain ? [] : seconds / gained));
  const known = ended.length > 0 ? ended : projected;
  if (known.length === 0) return null;
  const typical = known.reduce((sum, seconds) => sum + seconds, 0) / known.length;
  const rests = own.map((seconds, i) => seconds ?? running[i]!.left * typical);
  const work = rests.reduce((sum, seconds) => sum + seconds, 0) + waiting * typical;
  return Math.max(work / lanes, ...rests);
}
