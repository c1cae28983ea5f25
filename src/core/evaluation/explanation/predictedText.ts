import type { ExplanationSummary } from './explanation.ts';

/** The prediction of one of many texts: what a table shows of it. */
export interface PredictedText {
  readonly predicted: string;
  /** The logit of each class, by its name. */
  readonly logits: Readonly<Record<string, number>>;
  /** From `start` to `end` in the text; `keep`: its keep probability, null without a mask. Empty where it was not asked for. */
  readonly words: readonly { readonly start: number; readonly end: number; readonly keep: number | null }[];
}

export function predictedText(explanation: ExplanationSummary, withWords: boolean): PredictedText {
  const { predicted, probabilities, logits, words } = explanation;
  return {
    predicted,
    logits: Object.fromEntries(probabilities.map((each, i) => [each.class, logits[i]!])),
    words: withWords ? words.map(({ start, end, keep }) => ({ start, end, keep })) : [],
  };
}
