import * as z from 'zod';
import { boundPattern, curveMeasures, parseMeasure, type PlainMeasure } from '../experiment/expectable.ts';
import type { Experiment } from '../experiment/schema.ts';

/** What became of one expectation. */
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

const srsValue = z.object({ srs: z.number() }).nullable();
const measuredSchema = z.object({
  classification: z.object({ accuracy: z.number() }),
  srs: z.object({ curve: z.array(z.object({ k: z.number(), imp: srsValue, inter: srsValue, both: srsValue })) }),
  eraser: z.object({ aopc_compr: z.number(), aopc_suff: z.number() }).nullable(),
  neurons: z.object({
    perInput: z.object({ monosemanticShare: z.number().nullable() }),
    corpus: z.object({ monosemantic: z.number(), dead: z.number() }),
  }),
});

/** The part of an evaluation that can be expected. */
export type Measured = z.output<typeof measuredSchema>;

/** Of a run's `evaluation`; null where there is none, or it is of another version. */
export function measuredOf(evaluation: unknown): Measured | null {
  return measuredSchema.safeParse(evaluation).data ?? null;
}

/** Every expectation beside what was measured, in the order of the file. A value that does not exist is not as expected. */
export function judge(measured: Measured, expect: NonNullable<Experiment['expect']>): Verdict[] {
  return Object.entries(expect).map(([name, expected]) => {
    const value = valueOf(measured, name);
    if (typeof value === 'string') return { name, expected, measured: null, ok: false, reason: value };
    return { name, expected, measured: value, ok: holds(value, expected), reason: null };
  });
}

function holds(value: number, expected: string): boolean {
  const [, relation, bound] = boundPattern.exec(expected)!;
  return relation === '>=' ? value >= Number(bound) : value <= Number(bound);
}

/** The value, or why there is none. */
function valueOf(measured: Measured, name: string): number | string {
  const measure = parseMeasure(name)!;
  if (typeof measure === 'string') return plainValue(measured, measure);
  const point = measured.srs.curve.find(({ k }) => k === measure.k);
  if (!point) return `it was measured at ${measured.srs.curve.map(({ k }) => k).join(', ')} only`;
  return point[curveMeasures[measure.curve]]?.srs ?? noMask;
}

function plainValue({ classification, eraser, neurons }: Measured, measure: PlainMeasure): number | string {
  switch (measure) {
    case 'accuracy':
      return classification.accuracy;
    case 'monosemanticShare':
      return neurons.perInput.monosemanticShare ?? 'no neuron is used';
    case 'monosemanticNeurons':
      return neurons.corpus.monosemantic;
    case 'deadNeurons':
      return neurons.corpus.dead;
    case 'comprehensiveness':
      return eraser?.aopc_compr ?? noMask;
    case 'sufficiency':
      return eraser?.aopc_suff ?? noMask;
    default:
      return measure satisfies never;
  }
}

const noMask = 'the model has no mask';

/** A measured value as text, in digits enough to be told from its bound. */
export function measuredText({ measured, reason }: Verdict): string {
  return measured === null ? `none: ${reason}` : String(Number(measured.toPrecision(6)));
}
