import * as z from 'zod';
import type { EvaluationSettings } from '../evaluation/evaluation.ts';

const headline = 0.3;
const points = z.object({ imp: z.number(), inter: z.number(), both: z.number() });

/** `expected.json` of a golden folder: the results of a trained model. Accuracy in %, SRS in percentage points per fraction. */
export const expectedSchema = z.object({
  accuracy: z.number(),
  srs: z
    .record(z.string(), points)
    .refine((srs) => Object.keys(srs).every((k) => Number(k) > 0 && Number(k) <= 1), 'fractions lie in 0 … 1')
    .refine((srs) => Object.keys(srs).some((k) => Number(k) === headline), `it has no fraction ${headline}`),
  predictions: z.array(z.int()),
  'predictions_srs_0.3': z.array(z.int()),
  neurons: z.object({
    theta: z.number(),
    perInput: z.object({
      unused: z.number(),
      monosemantic: z.number(),
      polysemantic: z.number(),
      neuronsPerToken: z.number(),
    }),
    corpus: z.object({ dead: z.number(), monosemantic: z.number(), meanTopTypeShare: z.number() }),
    meanTokenCapacity: z.number(),
    meanKeepProbability: z.number(),
  }),
  /** Keep probabilities against the leaves that are not neutral. */
  leaves: z
    .object({
      sentences: z.int(),
      averagePrecision: z.number(),
      precisionAt1: z.number(),
      randomAveragePrecision: z.number(),
      randomPrecisionAt1: z.number(),
    })
    .optional(),
});
export type Expected = z.output<typeof expectedSchema>;

/** Settings for an evaluation that can be compared with the expected one: the same fractions and no random baseline. */
export function settingsOf(expected: Expected): EvaluationSettings {
  return {
    fractions: Object.keys(expected.srs).map(Number),
    headline,
    unit: 'word',
    randomSeeds: 0,
    theta: expected.neurons.theta,
    sample: null,
  };
}
