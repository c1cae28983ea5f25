import * as z from 'zod';

/** Over random seeds: mean and sample deviation (n − 1), which is null for fewer than two seeds. */
export const spreadSchema = z.object({ mean: z.number(), deviation: z.number().nullable() });
export type Spread = z.output<typeof spreadSchema>;
