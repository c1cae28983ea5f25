import { UserError } from '../../common/userError.ts';
import { Int32List } from './int32List.ts';
import { unknownId, Vocabulary } from './vocabulary.ts';

/** What a JavaScript Map holds. */
const maxWords = 1 << 24;

/** Every word met while reading, by a number of its own, and how often train has it. */
export class WordCounts {
  readonly #numbers = new Map<string, number>();
  readonly #counts = new Int32List();
  /** Numbers of the words of train in order of first appearance there. */
  readonly #appearance = new Int32List();

  /** The word's number, a new one at its first call. */
  number(word: string): number {
    const known = this.#numbers.get(word);
    if (known !== undefined) return known;
    const fresh = this.#numbers.size;
    if (fresh === maxWords) {
      throw new UserError(
        `the data set has more than ${maxWords} different words`,
        'Use a tokenizer that splits further, or fewer rows.',
      );
    }
    this.#numbers.set(detached(word), fresh);
    this.#counts.push(0);
    return fresh;
  }

  /** Counts an occurrence in train. */
  count(number: number): void {
    if (this.#counts.at(number) === 0) this.#appearance.push(number);
    this.#counts.increment(number);
  }

  /** Words of train with frequency ≥ minFrequency in order of first appearance; of more than maxVocabulary the most frequent. */
  vocabulary(minFrequency: number, maxVocabulary: number | undefined): Vocabulary {
    const words = [...this.#numbers.keys()];
    let kept = Array.from({ length: this.#appearance.length }, (_, i) => this.#appearance.at(i)).filter(
      (number) => this.#counts.at(number) >= minFrequency && !['<PAD>', '<UNK>'].includes(words[number]!),
    );
    if (maxVocabulary !== undefined && kept.length > maxVocabulary) {
      const frequent = [...kept].sort((a, b) => this.#counts.at(b) - this.#counts.at(a)).slice(0, maxVocabulary);
      const chosen = new Set(frequent);
      kept = kept.filter((number) => chosen.has(number));
    }
    return new Vocabulary(kept.map((number) => words[number]!));
  }

  /** The id in a vocabulary by the word's number. */
  ids(vocabulary: Vocabulary): Int32Array {
    const ids = new Int32Array(Math.max(1, this.#numbers.size)).fill(unknownId);
    for (const [word, number] of this.#numbers) ids[number] = vocabulary.id(word);
    return ids;
  }
}

/** V8 lets a long substring point into its whole text; a copy of its own lets the text go. */
function detached(word: string): string {
  return word.length < 13 ? word : Buffer.from(word, 'utf16le').toString('utf16le');
}
