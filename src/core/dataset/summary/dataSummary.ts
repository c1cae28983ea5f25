import * as z from 'zod';

const splitSummary = z.object({
  texts: z.int(),
  /** Of all texts, before they are cut. */
  tokens: z.int(),
  /** Tokens per text, before they are cut; 95 % of the texts have at most `p95`. */
  length: z.object({ median: z.int(), p95: z.int(), max: z.int() }),
  /** Texts longer than `maxLength`, and their tokens beyond it, which are not read. */
  cut: z.object({ texts: z.int(), tokens: z.int() }),
  /** Tokens, of those that are read, that the vocabulary does not have. */
  unknown: z.int(),
});
export type SplitSummary = z.output<typeof splitSummary>;

/** What SAFR tells about a data set. It is part of events, of `data.json` and of JSON output. */
export const dataSummarySchema = z.object({
  splits: z.object({ train: splitSummary, dev: splitSummary, test: splitSummary }),
  /** Texts of each class, in the order of the class numbers; 0 in a split without labels. */
  classes: z.array(z.object({ name: z.string(), train: z.int(), dev: z.int(), test: z.int() })),
  /** Size of the vocabulary. */
  vocabulary: z.int(),
  /** `model.maxLength` */
  maxLength: z.int(),
  /** Rows of labels that are not in `dataset.classes`, of classes cut to the size of the smallest, and without text or label. */
  leftOut: z.object({ otherClasses: z.int(), balanced: z.int(), empty: z.int() }),
  /** What may not be as it is meant, one line each: what, where, what to do. */
  warnings: z.array(z.string()),
});
export type DataSummary = z.output<typeof dataSummarySchema>;

/** Share of the tokens read that the vocabulary does not have. */
export function unknownShare({ tokens, cut, unknown }: SplitSummary): number {
  return unknown / (tokens - cut.tokens);
}

/** The class with the most texts in a split and its share; null in a split without labels. */
export function largestClass(
  { classes }: Pick<DataSummary, 'classes'>,
  split: keyof DataSummary['splits'],
): { readonly name: string; readonly share: number } | null {
  const texts = classes.reduce((sum, each) => sum + each[split], 0);
  if (texts === 0) return null;
  const largest = classes.reduce((one, other) => (other[split] > one[split] ? other : one));
  return { name: largest.name, share: largest[split] / texts };
}
