import * as z from 'zod';
import { sliceMeasures, type SliceMeasureId } from '../experiment/measures.ts';
import { sliceConditions } from '../experiment/sections/slices.ts';
import { spreadSchema } from './spread.ts';

/** A measure over the texts of a slice, as in the evaluation: a share or points. */
const sliceValueSchema = z.object({
  value: z.number(),
  /** Its 95 % interval over texts; null where the slice itself determines the value. */
  interval: z.object({ low: z.number(), high: z.number() }).nullable(),
  /** The number of texts that it was measured on. */
  sentences: z.int(),
  /** The same at random; left out where there is no such comparison. */
  random: spreadSchema.optional(),
});
export type SliceValue = z.output<typeof sliceValueSchema>;

/** By the id of the measure; without those that could not be measured. */
export const sliceValuesSchema = z.partialRecord(z.enum(sliceMeasures), sliceValueSchema);
export type SliceValues = Readonly<Partial<Record<SliceMeasureId, SliceValue>>>;

/** What was measured on a slice. */
export const sliceSchema = z.object({
  name: z.string(),
  /** Its conditions when it was measured. */
  where: sliceConditions,
  /** The number of its texts. */
  sentences: z.int(),
  /** Empty without texts. */
  values: sliceValuesSchema,
});
export type Slice = z.output<typeof sliceSchema>;
