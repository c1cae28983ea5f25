import { criticalT, twoSidedP } from './studentT.ts';

/** Mean and sample standard deviation. */
export function meanAndDeviation(values: readonly number[]): { mean: number; deviation: number | null } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length < 2) return { mean, deviation: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}

/** A mean with its 95 % interval, mean ± half; `half` is null for one value. */
export interface Estimate {
  readonly n: number;
  readonly mean: number;
  readonly half: number | null;
}

/** Of values that are independent draws, by Student's t; null where there are none. */
export function estimate(values: readonly number[]): Estimate | null {
  const n = values.length;
  if (n === 0) return null;
  const { mean, deviation } = meanAndDeviation(values);
  return { n, mean, half: deviation === null ? null : (criticalT(0.05, n - 1) * deviation) / Math.sqrt(n) };
}

/** How much larger the second of paired values is; `p` of Student's paired test, two-sided, null for fewer than two pairs. */
export interface PairedDifference extends Estimate {
  readonly p: number | null;
}

/** Differences that are all equal have no spread to judge by: then p is 1 where they are 0, else 0. */
export function pairedDifference(pairs: readonly (readonly [number, number])[]): PairedDifference | null {
  const differences = pairs.map(([from, to]) => to - from);
  const difference = estimate(differences);
  const n = differences.length;
  if (!difference || n < 2) return difference && { ...difference, p: null };
  const error = meanAndDeviation(differences).deviation! / Math.sqrt(n);
  const t = difference.mean === 0 ? 0 : difference.mean / error;
  return { ...difference, p: twoSidedP(t, n - 1) };
}
