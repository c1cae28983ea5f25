/** The subwords of a word. */
export interface EncodedWord {
  readonly ids: readonly number[];
  /** UTF-16 units of the word where each subword starts and ends (exclusive); a subword may be a part of a character. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

export type WordEncoder = (word: string) => EncodedWord;

/** Words in a cache, and units of a word in it. */
const maxWords = 100_000;
const maxLength = 256;
/** V8 makes longer substrings views, which keep the whole text in memory. */
const maxCopiedLength = 12;

/** Remembers what words are encoded to. */
export function cached(encode: WordEncoder): WordEncoder {
  const cache = new Map<string, EncodedWord>();
  return (word) => {
    const found = cache.get(word);
    if (found) return found;
    const encoded = encode(word);
    if (cache.size < maxWords && word.length <= maxLength) {
      cache.set(word.length > maxCopiedLength ? Buffer.from(word, 'utf16le').toString('utf16le') : word, encoded);
    }
    return encoded;
  };
}
