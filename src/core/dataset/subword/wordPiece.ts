import { missingToken } from './missingToken.ts';
import type { WordPieceDefinition } from './tokenizerFile.ts';
import type { EncodedWord, WordEncoder } from './wordEncoder.ts';

/**
 * Splits a word into the longest subwords of the vocabulary, from left to right. A word that cannot be split, or has too many characters,
 * becomes the unknown token. Errors: UserError that names `path`.
 */
export function makeWordPiece(definition: WordPieceDefinition, path: string): WordEncoder {
  const { continuing_subword_prefix: prefix, max_input_chars_per_word: maxCharacters } = definition;
  const first = new Map(Object.entries(definition.vocab));
  const unknownId = first.get(definition.unk_token);
  if (unknownId === undefined) throw missingToken(path, definition.unk_token);
  /** Subwords after the first one, without their prefix. */
  const further = new Map<string, number>();
  let maxLength = 0;
  for (const [token, id] of first) {
    maxLength = Math.max(maxLength, token.length);
    if (token.startsWith(prefix)) further.set(token.slice(prefix.length), id);
  }
  const unknown = (word: string): EncodedWord => ({ ids: [unknownId], starts: [0], ends: [word.length] });
  return (word) => {
    if (word.length > maxCharacters && [...word].length > maxCharacters) return unknown(word);
    const encoded = { ids: [] as number[], starts: [] as number[], ends: [] as number[] };
    let start = 0;
    while (start < word.length) {
      const vocabulary = start === 0 ? first : further;
      let end = Math.min(word.length, start + maxLength);
      let id: number | undefined;
      while (end > start && (id = vocabulary.get(word.slice(start, end))) === undefined) end--;
      if (id === undefined) return unknown(word);
      encoded.ids.push(id);
      encoded.starts.push(start);
      encoded.ends.push(end);
      start = end;
    }
    return encoded;
  };
}
