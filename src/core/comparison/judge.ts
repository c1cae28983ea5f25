import { boundPattern, parseExpected } from '../experiment/measures.ts';
import type { Experiment } from '../experiment/schema.ts';
import { valueOf, type EvaluationSummary } from '../runs/evaluationSummary.ts';

/** The outcome of one expectation. */
export interface Verdict {
  /** Such as "accuracy" or "srs@0.3". */
  readonly name: string;
  /** As the file has it, such as ">= 0.72". */
  readonly expected: string;
  /** null where there is no such value. */
  readonly measured: number | null;
  readonly ok: boolean;
  /** Why there is no such value; null where there is one. */
  readonly reason: string | null;
}

/** Every expectation with what was measured, in the order of the file. A value that does not exist is not as expected. */
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

/** The value, or why there is none. */
function valueOrReason(summary: EvaluationSummary, name: string): number | string {
  const { measure, k } = parseExpected(name)!;
  const { fractions } = summary;
  if (k !== null && !fractions.includes(k)) return `it was measured at ${fractions.join(', ')} only`;
  return valueOf(summary, measure.id, k ?? undefined) ?? measure.whyMissing ?? 'it was not measured';
}

/** A measured value as text, in digits enough to be told from its bound. */
export function measuredText({ measured, reason }: Verdict): string {
  return measured === null ? `none: ${reason}` : String(Number(measured.toPrecision(6)));
}
