import type { Experiment } from '../experiment/schema.ts';
import type { SplitName } from './source.ts';
import type { SubwordReader } from './subwordReader.ts';
import { makeSpanFinder, makeTokenizer, type Tokenizer, type TokenSpan } from './tokenizer.ts';
import type { TokenizedSplit } from './tokenizedSplit.ts';
import type { Vocabulary, WordTypes } from './vocabulary.ts';
import { WordCounts } from './wordCounts.ts';

/** What to store of a text. */
export interface TextAsIds {
  /** At most as many as the model reads. */
  readonly ids: ArrayLike<number>;
  /** The word of each of them; left out where every token is a word. */
  readonly words?: ArrayLike<number>;
  /** How many of them are of the first text of a pair; left out where texts are single. */
  readonly boundary?: number;
  /** The number of all tokens of the text. */
  readonly tokens: number;
}

/** Makes ids of the texts of a data set while they are read. */
export interface TextIds {
  read(text: string, split: SplitName): TextAsIds;
  /** Where each of the tokens that the model reads lies in the text. */
  spans(text: string): readonly TokenSpan[];
  /** Makes what is stored in the splits the ids of the model; returns its word types. */
  finish(splits: readonly TokenizedSplit[]): WordTypes;
}

/** Numbers the words until the whole training split is read and its vocabulary is known. */
export class WordNumbers implements TextIds {
  readonly #tokenize: Tokenizer;
  readonly #findSpans: (text: string) => readonly TokenSpan[];
  readonly #words = new WordCounts();
  readonly #experiment: Pick<Experiment, 'tokenizer' | 'model'>;
  readonly #vocabulary: Vocabulary | undefined;

  /** `vocabulary`: of a trained model; by default one is built from the training split. */
  constructor(experiment: Pick<Experiment, 'tokenizer' | 'model'>, vocabulary?: Vocabulary) {
    this.#tokenize = makeTokenizer(experiment.tokenizer);
    this.#findSpans = makeSpanFinder(experiment.tokenizer);
    this.#experiment = experiment;
    this.#vocabulary = vocabulary;
  }

  /** For the training split all words are counted for the vocabulary, including those beyond maxLength. */
  read(text: string, split: SplitName): TextAsIds {
    const { maxLength } = this.#experiment.model;
    const tokens = this.#tokenize(text);
    const counted = split === 'train' ? tokens : tokens.slice(0, maxLength);
    const numbers = counted.map((token) => this.#words.numberOf(token));
    if (split === 'train') for (const number of numbers) this.#words.count(number);
    return { ids: numbers.slice(0, maxLength), tokens: tokens.length };
  }

  spans(text: string): readonly TokenSpan[] {
    return this.#findSpans(text).slice(0, this.#experiment.model.maxLength);
  }

  finish(splits: readonly TokenizedSplit[]): WordTypes {
    const { minFrequency, maxVocabulary } = this.#experiment.tokenizer;
    const vocabulary = this.#vocabulary ?? this.#words.vocabulary(minFrequency, maxVocabulary);
    const ids = this.#words.ids(vocabulary);
    for (const split of splits) split.replaceIds(ids);
    return vocabulary;
  }
}

/** The ids of a pretrained encoder. */
export class SubwordIds implements TextIds {
  readonly #reader: SubwordReader;

  constructor(reader: SubwordReader) {
    this.#reader = reader;
  }

  read(text: string): TextAsIds {
    return this.#reader.readIds(text);
  }

  spans(text: string): readonly TokenSpan[] {
    const { spans, ids } = this.#reader.read(text);
    return spans.slice(0, ids.length);
  }

  finish(): WordTypes {
    return this.#reader.wordTypes;
  }
}
