import { criticalT, twoSidedP } from './studentT.ts';

/** Mean and sample standard deviation; the deviation of a single value is null. */
export function meanAndDeviation(values: readonly number[]): { mean: number; deviation: number | null } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length < 2) return { mean, deviation: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}

/** The fewest values that an interval is given for: that of two says nothing. */
export const minForInterval = 3;

/** A mean with its 95 % interval, mean ± half; `half` is null for fewer than `minForInterval` values. */
export interface Estimate {
  readonly n: number;
  readonly mean: number;
  readonly half: number | null;
}

/**
 * Mean and 95 % interval of independent samples by Student's t; null for an empty list. Without an interval if the values are not `comparable`,
 * such as those of runs on different data.
 */
export function estimate(values: readonly number[], comparable = true): Estimate | null {
  const n = values.length;
  if (n === 0) return null;
  const { mean, deviation } = meanAndDeviation(values);
  return { n, mean, half: comparable ? halfInterval(deviation, n) : null };
}

/** Half of the 95 % interval of the mean of `n` values with this sample deviation; null for fewer than `minForInterval`. */
export function halfInterval(deviation: number | null, n: number): number | null {
  return deviation === null || n < minForInterval ? null : (criticalT(0.05, n - 1) * deviation) / Math.sqrt(n);
}

/** The bounds of an interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The 97.5 % quantile of the normal distribution. */
const normalQuantile = 1.959963984540054;

/**
 * The 95 % interval of a share by Wilson's score (1927), which also holds for few trials and shares near 0 and 1: of the share that
 * `successes` of `trials` (at least 1) independent trials estimate.
 */
export function wilsonInterval(successes: number, trials: number): Interval {
  const share = successes / trials;
  const z2 = normalQuantile ** 2 / trials;
  const center = (share + z2 / 2) / (1 + z2);
  const half = (normalQuantile * Math.sqrt((share * (1 - share) + z2 / 4) / trials)) / (1 + z2);
  return { low: Math.max(0, center - half), high: Math.min(1, center + half) };
}

/**
 * The 95 % interval of the difference of two shares of the same trials by Agresti and Min (2005), which also holds for few trials: first − second.
 * `onlyFirst` and `onlySecond` are how many of the trials (at least 1) succeed in that case alone.
 */
export function pairedShareInterval(onlyFirst: number, onlySecond: number, trials: number): Interval {
  const [first, second, n] = [onlyFirst + 0.5, onlySecond + 0.5, trials + 2];
  const difference = (first - second) / n;
  const half = (normalQuantile * Math.sqrt(first + second - (first - second) ** 2 / n)) / n;
  return { low: Math.max(-1, difference - half), high: Math.min(1, difference + half) };
}

/** The mean of second − first over pairs of values. `p` is that of the two-sided paired t test, null where there is no interval. */
export interface PairedDifference extends Estimate {
  readonly p: number | null;
}

/**
 * Compares paired values. If all differences are equal, the t test is undefined; p is then 1 if they are 0, otherwise 0. `comparable`: as
 * for `estimate`.
 */
export function pairedDifference(
  pairs: readonly (readonly [number, number])[],
  comparable = true,
): PairedDifference | null {
  const differences = pairs.map(([from, to]) => to - from);
  const difference = estimate(differences, comparable);
  const n = differences.length;
  if (!difference || difference.half === null) return difference && { ...difference, p: null };
  const error = meanAndDeviation(differences).deviation! / Math.sqrt(n);
  const t = difference.mean === 0 ? 0 : difference.mean / error;
  return { ...difference, p: twoSidedP(t, n - 1) };
}
