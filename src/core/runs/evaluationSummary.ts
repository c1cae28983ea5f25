import * as z from 'zod';
import { measureValue } from '../evaluation/measureValue.ts';
import type { Evaluation } from '../evaluation/evaluation.ts';
import { sliceSchema, type Slice } from '../evaluation/slice.ts';
import {
  measure,
  measures,
  sliceMeasures,
  type CurveId,
  type MeasureId,
  type SliceMeasureId,
} from '../experiment/measures.ts';

export const evaluatedSplits = ['test', 'dev'] as const;
export type EvaluatedSplit = (typeof evaluatedSplits)[number];

type PlainId = Exclude<MeasureId, CurveId>;
const ids = measures.map(({ id }) => id);
const curveIds = ids.filter((id): id is CurveId => measure(id).perFraction === true);
const plainIds = ids.filter((id): id is PlainId => !measure(id).perFraction);

/** What lists of runs hold of an evaluation: the values of all measures, shares and points as in `evaluation.json`. */
export const evaluationSummarySchema = z.object({
  split: z.enum(evaluatedSplits),
  sentences: z.int(),
  /** The fraction k of the result. */
  headline: z.number(),
  values: z.record(z.enum(plainIds), z.number().nullable()),
  fractions: z.array(z.number()),
  /** Values at each of the fractions. */
  curves: z.record(z.enum(curveIds), z.array(z.number().nullable())),
  /** The values of each slice, at the headline fraction; left out if there are none. */
  slices: z
    .array(sliceSchema.extend({ values: z.partialRecord(z.enum(sliceMeasures), z.number()) }))
    .readonly()
    .optional(),
});
export type EvaluationSummary = z.output<typeof evaluationSummarySchema>;

export function summarize(evaluation: Evaluation & { readonly split: EvaluatedSplit }): EvaluationSummary {
  const { split, sentences, srs, slices } = evaluation;
  const fractions = srs.curve.map(({ k }) => k);
  const valueAt = (id: MeasureId, k: number) => measureValue(evaluation, measure(id), k);
  const values = plainIds.map((id) => [id, valueAt(id, srs.headline)]);
  const curves = curveIds.map((id) => [id, fractions.map((k) => valueAt(id, k))]);
  return {
    ...{ split, sentences, headline: srs.headline, fractions },
    values: Object.fromEntries(values) as EvaluationSummary['values'],
    curves: Object.fromEntries(curves) as EvaluationSummary['curves'],
    ...(slices && { slices: slices.map((slice) => ({ ...slice, values: valuesOf(slice) })) }),
  };
}

function valuesOf({ values }: Slice): Partial<Record<SliceMeasureId, number>> {
  return Object.fromEntries(Object.entries(values).map(([id, { value }]) => [id, value]));
}

/** A measure's value; null where it was not measured. `k`: the fraction of those that have one. */
export function valueOf(summary: EvaluationSummary, id: MeasureId, k = summary.headline): number | null {
  const { fractions, values, curves } = summary;
  const curve = curves[id as CurveId] as readonly (number | null)[] | undefined;
  return curve ? (curve[fractions.indexOf(k)] ?? null) : values[id as PlainId];
}
