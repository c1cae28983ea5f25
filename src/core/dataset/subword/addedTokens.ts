import { AlignedText } from './alignedText.ts';
import { whitespace } from './characterClass.ts';
import type { Normalizer } from './normalizers.ts';
import { wordCharacter } from './preTokenizers.ts';
import type { AddedToken } from './tokenizerFile.ts';

/** A part of a text: an added token, or text between them, for which `id` is null. */
export interface TextPart {
  readonly text: AlignedText;
  readonly id: number | null;
}

const wordAtStart = new RegExp(`^${wordCharacter}`, 'v');
const wordAtEnd = new RegExp(`${wordCharacter}$`, 'v');

/**
 * Returns a function that finds added tokens, such as [MASK], in a text and normalizes what is between them. Tokens that are `normalized`
 * are found in the normalized text, as they are when normalized, the others in the text as it is.
 */
export function makeAddedTokenSplitter(
  tokens: readonly AddedToken[],
  normalize: Normalizer,
): (text: AlignedText) => TextPart[] {
  const splitOriginal = makeSplitter(tokens.filter(({ normalized }) => !normalized));
  const normalized = tokens.filter((token) => token.normalized);
  const splitNormalized = makeSplitter(
    normalized.map((token) => ({ ...token, content: normalize(AlignedText.of(token.content)).text })),
  );
  return (text) =>
    splitOriginal(text)
      .flatMap((part) => (part.id === null ? splitNormalized(normalize(part.text)) : [part]))
      .filter((part) => part.text.text !== '');
}

/** Finds the longest token where several begin. */
function makeSplitter(tokens: readonly AddedToken[]): (text: AlignedText) => TextPart[] {
  const byContent = new Map(tokens.map((token) => [token.content, token]));
  byContent.delete('');
  if (byContent.size === 0) return (text) => [{ text, id: null }];
  const longestFirst = [...byContent.keys()].sort((a, b) => b.length - a.length);
  const expression = new RegExp(longestFirst.map(escaped).join('|'), 'gu');
  return (aligned) => {
    const { text } = aligned;
    const parts: TextPart[] = [];
    let end = 0;
    for (const { 0: content, index } of text.matchAll(expression)) {
      const token = byContent.get(content)!;
      const after = index + content.length;
      if (token.single_word && isInWord(text, index, after)) continue;
      const start = token.lstrip ? spaceBefore(text, index, end) : index;
      if (end < start) parts.push({ text: aligned.slice(end, start), id: null });
      end = token.rstrip ? spaceAfter(text, after) : after;
      parts.push({ text: aligned.slice(start, end), id: token.id });
    }
    if (end < text.length) parts.push({ text: aligned.slice(end, text.length), id: null });
    return parts;
  };
}

/** Whether a word continues before `start` or after `end`. */
function isInWord(text: string, start: number, end: number): boolean {
  return wordAtEnd.test(text.slice(Math.max(0, start - 2), start)) || wordAtStart.test(text.slice(end, end + 2));
}

/** Where the whitespace before `offset` begins, at or after `first`. */
function spaceBefore(text: string, offset: number, first: number): number {
  let start = offset;
  while (start > first && whitespace.has(text.charCodeAt(start - 1))) start--;
  return Math.max(start, first);
}

function spaceAfter(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && whitespace.has(text.charCodeAt(end))) end++;
  return end;
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, (c) => `\\u{${c.charCodeAt(0).toString(16)}}`);
