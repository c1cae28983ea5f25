import type { AlignedText } from './alignedText.ts';
import { CharacterClass, rangesPattern, whitespace } from './characterClass.ts';
import * as ranges from './characterRanges.ts';
import type { PreTokenizerDefinition } from './tokenizerFile.ts';

/** Splits a normalized text into words. */
export interface PreTokenizer {
  /** Applied before `split`. */
  readonly prepare: (text: AlignedText) => AlignedText;
  /** Start and end (exclusive) of each word, one after the other. */
  readonly split: (text: string) => number[];
}

export function makePreTokenizer(definition: PreTokenizerDefinition): PreTokenizer {
  switch (definition.type) {
    case 'BertPreTokenizer':
      return { prepare: unchanged, split: splitBert };
    case 'Whitespace':
      return { prepare: unchanged, split: (text) => spansOf(words, text) };
    case 'WhitespaceSplit':
      return { prepare: unchanged, split: (text) => spansOf(notWhitespace, text) };
    case 'ByteLevel':
      return {
        prepare: definition.add_prefix_space ? withPrefixSpace : unchanged,
        split: definition.use_regex ? (text) => spansOf(byteLevelWords, text) : (text) => [0, text.length],
      };
  }
}

const unchanged = (text: AlignedText) => text;

/** The space belongs to the first character, as far as offsets are concerned. */
function withPrefixSpace(text: AlignedText): AlignedText {
  if (text.text.startsWith(' ')) return text;
  return text.rebuild((builder) => {
    builder.add(' ', 0);
    builder.copy(0, text.text.length);
  });
}

/** A property of Unicode without the characters that `tokenizers` does not know yet. */
const known = (property: string, newer: string) => `[[${property}]--[${rangesPattern(newer)}]]`;
const letter = known('\\p{L}', ranges.newLetters);
const number = known('\\p{N}', ranges.newNumbers);
const space = '\\p{White_Space}';
/** What \w matches in the regular expressions of Rust. */
export const wordCharacter = known('\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}', ranges.newWordCharacters);

const words = new RegExp(`${wordCharacter}+|[^${wordCharacter}${space}]+`, 'gv');
const notWhitespace = new RegExp(`[^${space}]+`, 'gv');
/** The expression of GPT-2. */
const byteLevelWords = new RegExp(
  `'s|'t|'re|'ve|'m|'ll|'d| ?${letter}+| ?${number}+| ?[^${space}${letter}${number}]+|${space}+(?![^${space}])|${space}+`,
  'gv',
);

function spansOf(expression: RegExp, text: string): number[] {
  const spans: number[] = [];
  expression.lastIndex = 0;
  for (let match; (match = expression.exec(text));) spans.push(match.index, expression.lastIndex);
  return spans;
}

const punctuation = new CharacterClass(ranges.punctuation);

/** Words are separated by whitespace; each punctuation character is a word. */
function splitBert(text: string): number[] {
  const spans: number[] = [];
  /** Where the current word begins, or −1. */
  let start = -1;
  for (let i = 0, width; i < text.length; i += width) {
    const codePoint = text.codePointAt(i)!;
    width = codePoint > 0xffff ? 2 : 1;
    const isPunctuation = punctuation.has(codePoint);
    if (!isPunctuation && !whitespace.has(codePoint)) {
      if (start < 0) start = i;
      continue;
    }
    if (start >= 0) spans.push(start, i);
    start = -1;
    if (isPunctuation) spans.push(i, i + width);
  }
  if (start >= 0) spans.push(start, text.length);
  return spans;
}
