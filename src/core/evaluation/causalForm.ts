import * as z from 'zod';
import type { CausalReport } from './causal.ts';

const spread = z.object({ mean: z.number(), deviation: z.number().nullable() });
const switchedOff = z
  .object({
    neurons: z.int(),
    margin: z.number(),
    flips: z.number(),
    accuracy: z.number(),
    random: z.object({ margin: spread, flips: spread, accuracy: spread }).nullable(),
  })
  .nullable();

/** The part `causal` of `evaluation.json`; evaluations of earlier versions have none. */
export const causalForm: z.ZodType<CausalReport> = z.object({
  sentences: z.int(),
  margin: z.number(),
  monosemantic: switchedOff,
  polysemantic: switchedOff,
});
