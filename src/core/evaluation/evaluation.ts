import * as z from 'zod';
import type { Experiment } from '../experiment/schema.ts';
import { units, type Unit } from '../experiment/sections/evaluation.ts';
import { causalSchema } from './causal.ts';
import { classificationSchema } from './classification.ts';
import { eraserSchema } from './eraser.ts';
import { neuronReportSchema, sentenceNeuronsSchema } from './neuronTally.ts';
import { plantedSchema } from './plantedTally.ts';
import { rationaleReportsSchema, sentenceRationalesSchema } from './rationaleTally.ts';
import { removedPredictionsSchema } from './removalTally.ts';
import { rivalSchema } from './measureRivals.ts';
import { sliceSchema } from './slice.ts';
import { srsSchema } from './srs.ts';

export type EvaluationSettings = Omit<Experiment['evaluation'], 'rivals' | 'costlySample' | 'sanity'>;

/** Columns over the sentences of the split, in its order. Optional ones are missing in evaluations of earlier versions. */
const predictionsSchema = z.object({
  labels: z.array(z.int()).readonly(),
  predicted: z.array(z.int()).readonly(),
  /** Of the predicted class. */
  probabilities: z.array(z.number()).readonly(),
  /** Of the sentences of the SRS; null without a mask. */
  srs: removedPredictionsSchema.nullable(),
  neurons: sentenceNeuronsSchema.optional(),
  /** Of the words or tokens by keep probability; empty without a mask or a rationale. */
  rationales: sentenceRationalesSchema.optional(),
});
export type Predictions = z.output<typeof predictionsSchema>;

/**
 * All measures of a model on a split: plain data, stored as `evaluation.json`. Definitions: docs/measures.md. Fields that are optional or
 * have a default are missing in evaluations of earlier versions.
 */
export const evaluationSchema = z.object({
  sentences: z.int(),
  /** What was ranked and removed; "word" where every token is a word. */
  unit: z.enum(units).optional(),
  classification: classificationSchema,
  srs: srsSchema,
  /** On the sentences of the SRS; null without a mask. */
  eraser: eraserSchema.nullable(),
  neurons: neuronReportSchema,
  causal: causalSchema.optional(),
  /** The words or tokens by keep probability against each rationale of the split; empty without a mask or a rationale. */
  rationales: rationaleReportsSchema.default({}),
  /** null for data without planted truth. */
  planted: plantedSchema.nullable().default(null),
  /** Rankings on the sentences of the SRS. This and the next two only if they were requested. */
  rivals: rivalSchema.optional(),
  /** All rankings, also the costly ones, on sentences drawn once. */
  costlyRivals: rivalSchema.optional(),
  /** Explanations that were made elsewhere, on the sentences that they have. */
  explanations: rivalSchema.optional(),
  predictions: predictionsSchema,
  /** Only if the experiment has slices. */
  slices: z.array(sliceSchema).readonly().optional(),
});
export type Evaluation = z.output<typeof evaluationSchema>;

/** What the evaluation of a run ranked. Earlier versions, which did not store it, ranked tokens: words but for pretrained encoders. */
export function unitOf({ unit }: Pick<Evaluation, 'unit'>, { model }: Pick<Experiment, 'model'>): Unit {
  return unit ?? (model.pretrained === undefined ? 'word' : 'token');
}
