import * as z from 'zod';
import { rankingNames } from './attribution/rankingNames.ts';

/** What is shown of the part `rivals` of `evaluation.json`; evaluations that were not asked for it have none. */
export const rivalForm = z.object({
  sentences: z.int(),
  methods: z.array(
    z.object({
      name: z.enum(rankingNames),
      curve: z.array(z.object({ k: z.number(), srs: z.number(), deviation: z.number().nullable() })),
      eraser: z.object({ aopc_compr: z.number(), aopc_suff: z.number() }).nullable(),
      averagePrecision: z.number().nullable(),
      milliseconds: z.number(),
    }),
  ),
  completeness: z.object({ meanGap: z.number(), largestGap: z.number() }),
});
export type ShownRivals = z.output<typeof rivalForm>;
