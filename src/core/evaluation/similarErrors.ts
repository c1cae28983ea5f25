import { setImmediate } from 'node:timers/promises';
import type { DataText } from '../dataset/source.ts';
import type { Tokenizer } from '../dataset/tokenizer.ts';

/** A wrongly classified text. */
export interface SimilarError extends DataText {
  /** Name of the class. */
  readonly predicted: string;
  /** Words it has in common with the text asked about, most telling first. */
  readonly shared: readonly string[];
}

interface IndexedError {
  readonly text: DataText;
  readonly predicted: string;
  readonly words: ReadonlySet<string>;
  /** Of the vector of its words' weights. */
  readonly length: number;
}

/** Longest time in milliseconds that indexing keeps messages waiting. */
const patience = 20;

/**
 * The wrongly classified texts of a split, to find those that are like another text (a measure of ours). Texts are vectors of their
 * distinct words, weighed by log(texts ÷ texts with the word); those of the text asked about also by how likely the model keeps them.
 * Alike is the cosine. Whichever class was predicted, an error by the same words tells the same.
 */
export class ErrorIndex {
  private readonly errors: readonly IndexedError[];
  private readonly weight: (word: string) => number;
  private readonly tokenize: Tokenizer;

  private constructor(errors: readonly IndexedError[], weight: (word: string) => number, tokenize: Tokenizer) {
    this.errors = errors;
    this.weight = weight;
    this.tokenize = tokenize;
  }

  /** `predicted` names the class predicted for each of `texts`, all those of a split. */
  static async of(
    texts: readonly DataText[],
    predicted: readonly string[],
    tokenize: Tokenizer,
    signal: AbortSignal,
  ): Promise<ErrorIndex> {
    const textsWith = new Map<string, number>();
    const wrong: Omit<IndexedError, 'length'>[] = [];
    let heard = performance.now();
    for (const [i, text] of texts.entries()) {
      const words = new Set(tokenize(text.text));
      for (const word of words) textsWith.set(word, (textsWith.get(word) ?? 0) + 1);
      if (predicted[i] !== text.label) wrong.push({ text, words, predicted: predicted[i]! });
      if (performance.now() - heard < patience) continue;
      await setImmediate();
      signal.throwIfAborted();
      heard = performance.now();
    }
    const weight = (word: string) => Math.log(texts.length / (textsWith.get(word) ?? texts.length));
    const errors = wrong.map((error) => ({ ...error, length: lengthOf(error.words, weight) }));
    return new ErrorIndex(errors, weight, tokenize);
  }

  /** Errors that share words of weight with a text, most alike first; `keep` is the keep probability of its words. */
  like(text: string, keep: ReadonlyMap<string, number>, most: number): SimilarError[] {
    const words = [...new Set(this.tokenize(text))];
    const same = words.join(' ');
    const value = new Map(words.map((word) => [word, (keep.get(word) ?? 1) * this.weight(word) ** 2]));
    return this.errors
      .filter((error) => [...error.words].join(' ') !== same)
      .map((error) => ({ error, shared: words.filter((word) => error.words.has(word) && value.get(word)! > 0) }))
      .filter(({ shared }) => shared.length > 0)
      .map((found) => ({ ...found, score: sum(found.shared.map((word) => value.get(word)!)) / found.error.length }))
      .sort((a, b) => b.score - a.score)
      .slice(0, most)
      .map(({ error: { text, predicted }, shared }) => ({
        ...text,
        predicted,
        shared: shared.sort((a, b) => value.get(b)! - value.get(a)!),
      }));
  }
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function lengthOf(words: Iterable<string>, weight: (word: string) => number): number {
  return Math.sqrt(sum([...words].map((word) => weight(word) ** 2)));
}
