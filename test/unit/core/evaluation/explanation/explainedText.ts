import type { ExplainedToken, ExplainedWord } from '../../../../../src/core/evaluation/explanation/explanation.ts';

type Given = Omit<ExplainedToken, 'word' | 'inWord'>;

/** The tokens and words of an explanation in which every token is a word. */
export function explainedText(given: readonly Given[]): { tokens: ExplainedToken[]; words: ExplainedWord[] } {
  return {
    tokens: given.map((token, word) => ({ ...token, word, inWord: token.text })),
    words: given.map(({ text, start, end, known, keep }, i) => ({
      text,
      start,
      end,
      firstToken: i,
      pieces: 1,
      known,
      keep,
    })),
  };
}
