import { sixDigits } from '../../common/format.ts';
import { boundPattern, parseExpected, type KnownMeasure, type SliceMeasureId } from '../experiment/measures.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { Slices } from '../experiment/sections/slices.ts';
import { valueOf, type EvaluationSummary } from '../runs/evaluationSummary.ts';

/** The outcome of one expectation. */
export interface Verdict {
  /** Such as "accuracy" or "srs@0.3". */
  readonly name: string;
  /** As in the file, such as ">= 0.72". */
  readonly expected: string;
  /** null if there is no such value. */
  readonly measured: number | null;
  readonly ok: boolean;
  /** Why there is no such value; null if there is one. */
  readonly reason: string | null;
}

type Expecting = Pick<Experiment, 'expect' | 'slices'>;

/** The outcome of every expectation, in the order of the file. A missing value does not meet its expectation. */
export function judge(summary: EvaluationSummary, { expect = {}, slices = {} }: Expecting): Verdict[] {
  return Object.entries(expect).map(([name, expected]) => {
    const value = valueOrReason(summary, name, slices);
    if (typeof value === 'string') return { name, expected, measured: null, ok: false, reason: value };
    return { name, expected, measured: value, ok: holds(value, expected), reason: null };
  });
}

function holds(value: number, expected: string): boolean {
  const [, relation, bound] = boundPattern.exec(expected)!;
  return relation === '>=' ? value >= Number(bound) : value <= Number(bound);
}

/** The value, or the reason why there is none. */
function valueOrReason(summary: EvaluationSummary, name: string, slices: Slices): number | string {
  const { slice, measure, k } = parseExpected(name)!;
  const { fractions } = summary;
  if (slice !== null) return ofSlice(summary, slice, { measure, k }, slices);
  if (k !== null && !fractions.includes(k)) return `it was measured at ${fractions.join(', ')} only`;
  return valueOf(summary, measure.id, k ?? undefined) ?? measure.whyMissing ?? 'it was not measured';
}

const measureSlices = 'measure it with `safr evaluate RUN --slices`';

function ofSlice(
  { slices: measured = [], headline }: EvaluationSummary,
  name: string,
  { measure, k }: { readonly measure: KnownMeasure; readonly k: number | null },
  slices: Slices,
): number | string {
  const found = measured.find((slice) => slice.name === name);
  if (!found) return `the slice was not measured; ${measureSlices}`;
  if (JSON.stringify(found.where) !== JSON.stringify(slices[name])) {
    return `the slice has changed since it was measured; ${measureSlices}`;
  }
  if (k !== null && k !== headline) return `it was measured at ${headline} only`;
  const reason = found.sentences === 0 ? 'no text is in the slice' : undefined;
  return found.values[measure.id as SliceMeasureId] ?? reason ?? measure.whyMissing ?? 'it was not measured';
}

/** A measured value as text, with enough digits to compare it with its bound. */
export function measuredText({ measured, reason }: Verdict): string {
  return measured === null ? `none: ${reason}` : String(sixDigits(measured));
}
