import type { Experiment } from '../experiment/schema.ts';
import { textOfWords, type ReadText, type TextReader } from './textReader.ts';
import { wordsOfTokens, type TextWord } from './textWord.ts';
import { makeSpanFinder, makeTokenizer, type TokenSpan } from './tokenizer.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Reads texts by the experiment's tokenizer and a vocabulary of the training split. */
export class WordReader implements TextReader {
  readonly tokens: (text: string) => readonly string[];
  readonly #spans: (text: string) => readonly TokenSpan[];
  readonly #maxLength: number;
  readonly #read: () => Vocabulary;
  #vocabulary: Vocabulary | undefined;

  /** `vocabulary` is called where ids or words are asked for first. Errors: UserError as `makeTokenizer`. */
  constructor({ tokenizer, model }: Pick<Experiment, 'tokenizer' | 'model'>, vocabulary: () => Vocabulary) {
    this.tokens = makeTokenizer(tokenizer);
    this.#spans = makeSpanFinder(tokenizer);
    this.#maxLength = model.maxLength;
    this.#read = vocabulary;
  }

  get size(): number {
    return this.vocabulary.size;
  }

  get vocabulary(): Vocabulary {
    return (this.#vocabulary ??= this.#read());
  }

  word(id: number): string | undefined {
    return this.vocabulary.words[id];
  }

  words(text: string): readonly TextWord[] {
    return wordsOfTokens(this.tokens(text), this.#spans(text));
  }

  read(text: string): ReadText {
    const tokens = this.tokens(text);
    return textOfWords(tokens, this.#spans(text), this.vocabulary.encode(tokens, this.#maxLength));
  }
}
