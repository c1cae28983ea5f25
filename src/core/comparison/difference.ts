import { estimate, pairedShareInterval, type Interval } from '../../common/statistics.ts';
import type { Evaluation } from '../evaluation/evaluation.ts';
import { minSliceTexts } from '../evaluation/measureSlices.ts';
import type { SliceValue } from '../evaluation/slice.ts';
import { inUnit, type KnownMeasure } from '../experiment/measures.ts';
import { textValues } from './textValues.ts';

/** How a measure differs between two runs: second − first, in the unit of the measure. */
export interface Difference {
  readonly value: number;
  /** Its 95 % interval over texts; null where it is not known. */
  readonly interval: Interval | null;
  /** The better one; null where no direction is better, the values are equal as shown, or 0 lies within the interval. */
  readonly better: 'first' | 'second' | null;
}

/** `value`: in the unit of the measure, as the bounds of `interval`. */
export function differenceOf({ better, decimals }: KnownMeasure, value: number, interval: Interval | null): Difference {
  const isClear = interval ? interval.low > 0 || interval.high < 0 : Number(value.toFixed(decimals)) !== 0;
  if (better === null || !isClear) return { value, interval, better: null };
  return { value, interval, better: value > 0 === (better === 'higher') ? 'second' : 'first' };
}

/** The 95 % interval of second − first over the texts that both were measured on; null where the values per text are not known, or are few. */
export function pairedInterval(measure: KnownMeasure, first: Evaluation, second: Evaluation): Interval | null {
  const [before, after] = [textValues(first, measure.id), textValues(second, measure.id)];
  if (!before || !after) return null;
  const changes = [...after].flatMap(([text, value]) => (before.has(text) ? [value - before.get(text)!] : []));
  const interval = measure.id === 'accuracy' ? shareInterval(changes) : meanInterval(changes);
  return interval && scaled(interval, inUnit(measure, 1));
}

/** The interval of second − first for a slice, whose values per text are not stored: as if the texts were others. */
export function sliceInterval(measure: KnownMeasure, first: SliceValue, second: SliceValue): Interval | null {
  if (!first.interval || !second.interval) return null;
  const halves = [first.interval, second.interval].map(({ low, high }) => (high - low) / 2);
  return scaled(around(second.value - first.value, Math.hypot(...halves)), inUnit(measure, 1));
}

/** `changes`: −1, 0 or 1 for each text. */
function shareInterval(changes: readonly number[]): Interval | null {
  if (changes.length === 0) return null;
  const count = (wanted: number) => changes.filter((change) => change === wanted).length;
  return pairedShareInterval(count(1), count(-1), changes.length);
}

function meanInterval(changes: readonly number[]): Interval | null {
  if (changes.length < minSliceTexts) return null;
  const { mean, half } = estimate(changes)!;
  return around(mean, half!);
}

const around = (center: number, half: number): Interval => ({ low: center - half, high: center + half });
const scaled = ({ low, high }: Interval, factor: number): Interval => ({ low: low * factor, high: high * factor });
