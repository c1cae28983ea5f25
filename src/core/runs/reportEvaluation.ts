import * as z from 'zod';
import { causalForm } from '../evaluation/causalForm.ts';
import { rivalForm } from '../evaluation/rivalForm.ts';

const random = z.object({ mean: z.number(), deviation: z.number().nullable() });
const srsValue = z.object({ srs: z.number(), random: random.nullable() }).nullable();
const share = z.number();

/** The part of an evaluation that a report shows. */
const evaluationSchema = z.object({
  sentences: z.int(),
  classification: z.object({
    accuracy: share,
    confusion: z.array(z.array(z.int())),
    classes: z.array(
      z.object({ name: z.string(), precision: share.nullable(), recall: share.nullable(), f1: share.nullable() }),
    ),
  }),
  srs: z.object({
    sentences: z.int(),
    headline: z.number(),
    randomSeeds: z.int(),
    curve: z.array(z.object({ k: z.number(), imp: srsValue, inter: srsValue, both: srsValue })),
  }),
  eraser: z.object({ aopc_compr: z.number(), aopc_suff: z.number() }).nullable(),
  neurons: z.object({
    theta: z.number(),
    perInput: z.object({
      unused: share,
      monosemantic: share,
      polysemantic: share,
      monosemanticShare: share.nullable(),
    }),
    corpus: z.object({ dead: share, monosemantic: share, polysemantic: share }),
  }),
  causal: causalForm.optional(),
  rivals: rivalForm.optional(),
  predictions: z.object({
    labels: z.array(z.int()),
    predicted: z.array(z.int()),
    probabilities: z.array(z.number()),
  }),
});
export type ReportEvaluation = z.output<typeof evaluationSchema>;

/** Of a run's `evaluation`; null where there is none, or it is of another version. */
export function reportEvaluation(evaluation: unknown): ReportEvaluation | null {
  return evaluationSchema.safeParse(evaluation).data ?? null;
}
