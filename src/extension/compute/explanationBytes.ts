import type { ExplanationSummary } from '../../core/evaluation/explanation/explanation.ts';

/** Bytes of V8's heap per object with its fields, measured on explanations that came from a compute process. */
const bytesOf = { rest: 512, class: 96, token: 192, word: 144, pair: 64 };

/** An estimate of the memory that an explanation takes. */
export function explanationBytes({ probabilities, tokens, words, pairs }: ExplanationSummary): number {
  return (
    bytesOf.rest +
    bytesOf.class * probabilities.length +
    bytesOf.token * tokens.length +
    bytesOf.word * words.length +
    bytesOf.pair * pairs.length
  );
}

/** The most that a string takes. */
export const stringBytes = (text: string): number => 2 * text.length;
