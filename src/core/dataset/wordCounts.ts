import { UserError } from '../../common/userError.ts';
import { Int32List } from './int32List.ts';
import { unknownId, Vocabulary } from './vocabulary.ts';

/** The maximum size of a JavaScript Map. */
const maxWords = 1 << 24;

/** Numbers every word of a data set while it is read, and counts its occurrences in the training split. */
export class WordCounts {
  readonly #numbers = new Map<string, number>();
  readonly #counts = new Int32List();
  /** Numbers of the words of the training split in order of first appearance. */
  readonly #trainWords = new Int32List();

  /** The number of a word; assigns the next one to a new word. */
  numberOf(word: string): number {
    const existing = this.#numbers.get(word);
    if (existing !== undefined) return existing;
    const next = this.#numbers.size;
    if (next === maxWords) {
      throw new UserError(
        `the data set has more than ${maxWords} different words`,
        'Use a tokenizer that splits further, or fewer rows.',
      );
    }
    this.#numbers.set(copyOf(word), next);
    this.#counts.push(0);
    return next;
  }

  /** Counts an occurrence in the training split. */
  count(number: number): void {
    if (this.#counts.at(number) === 0) this.#trainWords.push(number);
    this.#counts.increment(number);
  }

  /**
   * The words of the training split with frequency ≥ minFrequency, in order of first appearance. If there are more than maxVocabulary, only
   * the most frequent ones.
   */
  vocabulary(minFrequency: number, maxVocabulary: number | undefined): Vocabulary {
    const words = [...this.#numbers.keys()];
    let kept = Array.from({ length: this.#trainWords.length }, (_, i) => this.#trainWords.at(i)).filter(
      (number) => this.#counts.at(number) >= minFrequency && !['<PAD>', '<UNK>'].includes(words[number]!),
    );
    if (maxVocabulary !== undefined && kept.length > maxVocabulary) {
      const frequent = [...kept].sort((a, b) => this.#counts.at(b) - this.#counts.at(a)).slice(0, maxVocabulary);
      const chosen = new Set(frequent);
      kept = kept.filter((number) => chosen.has(number));
    }
    return new Vocabulary(kept.map((number) => words[number]!));
  }

  /** Maps the number of each word to its id in a vocabulary. */
  ids(vocabulary: Vocabulary): Int32Array {
    const ids = new Int32Array(Math.max(1, this.#numbers.size)).fill(unknownId);
    for (const [word, number] of this.#numbers) ids[number] = vocabulary.id(word);
    return ids;
  }
}

/** Copies a word. In V8 a substring of 13 or more characters keeps the whole text it was cut from in memory. */
function copyOf(word: string): string {
  return word.length < 13 ? word : Buffer.from(word, 'utf16le').toString('utf16le');
}
