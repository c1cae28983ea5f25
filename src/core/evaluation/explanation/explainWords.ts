import type { ReadText } from '../../dataset/textReader.ts';
import { blank, type TextWord } from '../../dataset/textWord.ts';
import { Units } from '../units.ts';
import type { ExplainedToken, ExplainedWord } from './explanation.ts';

/** The tokens that the model reads and the words they make. `keep`: of each token; null without a mask. */
export function explainWords(
  text: ReadText,
  keep: Float32Array | null,
): { tokens: ExplainedToken[]; words: ExplainedWord[] } {
  const units = new Units(text.wordOfToken, text.ids.length);
  const largest = keep && units.largest(keep);
  const words = text.words.map((word, w) => ({
    ...word,
    known: units.tokens(w).every((token) => text.known[token]!),
    keep: largest && largest[w]!,
  }));
  const tokens = Array.from(text.ids, (id, i) => {
    const word = text.wordOfToken?.[i] ?? i;
    const span = text.spans[i]!;
    const inWord = inBrackets(words[word]!, span.start, span.end);
    return { text: text.tokens[i]!, id, ...span, known: text.known[i]!, keep: keep && keep[i]!, word, inWord };
  });
  return { tokens, words };
}

/** A word with the part from `from` to `to`, offsets in the text, in brackets; without any where that is all of it. */
function inBrackets({ text, start, end, pieces }: TextWord, from: number, to: number): string {
  if (pieces === 1) return text;
  const [first, last] = [Math.max(0, from - start), Math.min(end, to) - start];
  return `${text.slice(0, first)}[${text.slice(first, last) || blank}]${text.slice(last)}`;
}
