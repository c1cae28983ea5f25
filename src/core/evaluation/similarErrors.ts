import { setImmediate } from 'node:timers/promises';
import type { DataText } from '../dataset/source.ts';

/** A misclassified text. */
export interface SimilarError extends DataText {
  /** Name of the class. */
  readonly predicted: string;
  /** Words it has in common with the given text, the ones with the largest weight first. */
  readonly shared: readonly string[];
}

/** The words of a text, so that equal ones are the same string. */
export type WordsOf = (text: string) => readonly string[];

interface IndexedError {
  readonly text: DataText;
  readonly predicted: string;
  readonly words: ReadonlySet<string>;
  /** Length of the vector of its words' weights. */
  readonly length: number;
}

/** Longest time that indexing blocks the event loop. */
const maxBlockingMs = 20;

/**
 * An index of the misclassified texts of a split, to find those that are similar to another text (a measure of ours). Texts are vectors of
 * their distinct words, weighted by log(texts ÷ texts with the word); the words of the other text are also weighted by their keep
 * probability. Similarity is the cosine of both vectors, whatever class was predicted.
 */
export class ErrorIndex {
  private readonly errors: readonly IndexedError[];
  private readonly weight: (word: string) => number;
  private readonly wordsOf: WordsOf;

  private constructor(errors: readonly IndexedError[], weight: (word: string) => number, wordsOf: WordsOf) {
    this.errors = errors;
    this.weight = weight;
    this.wordsOf = wordsOf;
  }

  /** Builds the index. `texts` are all texts of a split, `predicted` the names of their predicted classes. */
  static async create(
    texts: readonly DataText[],
    predicted: readonly string[],
    wordsOf: WordsOf,
    signal: AbortSignal,
  ): Promise<ErrorIndex> {
    const textsWith = new Map<string, number>();
    const wrong: Omit<IndexedError, 'length'>[] = [];
    let lastYieldMs = performance.now();
    for (const [i, text] of texts.entries()) {
      const words = new Set(wordsOf(text.text));
      for (const word of words) textsWith.set(word, (textsWith.get(word) ?? 0) + 1);
      if (predicted[i] !== text.label) wrong.push({ text, words, predicted: predicted[i]! });
      if (performance.now() - lastYieldMs < maxBlockingMs) continue;
      await setImmediate();
      signal.throwIfAborted();
      lastYieldMs = performance.now();
    }
    const weight = (word: string) => Math.log(texts.length / (textsWith.get(word) ?? texts.length));
    const errors = wrong.map((error) => ({ ...error, length: lengthOf(error.words, weight) }));
    return new ErrorIndex(errors, weight, wordsOf);
  }

  /** Errors that share words with a weight above 0 with a text, the most similar first; `keep` has the keep probabilities of its words. */
  findSimilar(text: string, keep: ReadonlyMap<string, number>, maxCount: number): SimilarError[] {
    const words = [...new Set(this.wordsOf(text))];
    const same = words.join(' ');
    const value = new Map(words.map((word) => [word, (keep.get(word) ?? 1) * this.weight(word) ** 2]));
    return this.errors
      .filter((error) => [...error.words].join(' ') !== same)
      .map((error) => ({ error, shared: words.filter((word) => error.words.has(word) && value.get(word)! > 0) }))
      .filter(({ shared }) => shared.length > 0)
      .map((candidate) => ({
        ...candidate,
        score: sum(candidate.shared.map((word) => value.get(word)!)) / candidate.error.length,
      }))
      .sort((a, b) => b.score - a.score)
      .slice(0, maxCount)
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
