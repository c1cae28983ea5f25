import { boundPattern, parseExpected } from '../experiment/measures.ts';
import type { Experiment } from '../experiment/schema.ts';
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

/** The outcome of every expectation, in the order of the file. A missing value does not meet its expectation. */
export function judge(summary: EvaluationSummary, expect: NonNullable<Experiment['expect']>): Verdict[] {
  return Object.entries(expect).map(([name, expected]) => {
    const value = valueOrReason(summary, name);
    if (typeof value === 'string') return { name, expected, measured: null, ok: false, reason: value };
    return { name, expected, measured: value, ok: holds(value, expected), reason: null };
  });
}

function holds(value: number, expected: string): boolean {
  const [, relation, bound] = boundPattern.exec(expected)!;
  return relation === '>=' ? value >= Number(bound) : value <= Number(bound);
}

/** The value, or the reason why there is none. */
function valueOrReason(summary: EvaluationSummary, name: string): number | string {
  const { measure, k } = parseExpected(name)!;
  const { fractions } = summary;
  if (k !== null && !fractions.includes(k)) return `it was measured at ${fractions.join(', ')} only`;
  return valueOf(summary, measure.id, k ?? undefined) ?? measure.whyMissing ?? 'it was not measured';
}

/** A measured value as text, with enough digits to compare it with its bound. */
export function measuredText({ measured, reason }: Verdict): string {
  return measured === null ? `none: ${reason}` : String(Number(measured.toPrecision(6)));
}
