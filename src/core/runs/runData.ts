import * as z from 'zod';
import { splitRules } from '../dataset/drawSplits.ts';
import { dataSummarySchema } from '../dataset/summary/dataSummary.ts';

const splitIdentity = z.object({ texts: z.int(), sha256: z.string() });

/** `data.json`: the data that a run was trained on. Runs of earlier versions have none. */
export const runDataSchema = z.object({
  /** The rule that drew the splits which the data set does not have. */
  splitRule: z.literal(splitRules),
  splits: z.object({ train: splitIdentity, dev: splitIdentity, test: splitIdentity }),
  /** Runs of earlier versions have none. */
  summary: dataSummarySchema.optional(),
});
export type RunData = z.output<typeof runDataSchema>;
