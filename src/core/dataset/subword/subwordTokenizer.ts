import { UserError } from '../../../common/userError.ts';
import { makeAddedTokenSplitter } from './addedTokens.ts';
import { AlignedText } from './alignedText.ts';
import { makeBytePairEncoding } from './bytePairEncoding.ts';
import { EncodedText, longestFirst } from './encodedText.ts';
import { makeNormalizer } from './normalizers.ts';
import {
  frameOf,
  makePostProcessor,
  type PostProcessor,
  type SpecialFrame,
  type TemplatePart,
} from './postProcessor.ts';
import { makePreTokenizer } from './preTokenizers.ts';
import { makeSpaceTrimmer, type SpaceTrimmer } from './spaceTrimmer.ts';
import type { TokenizerDefinition } from './tokenizerFile.ts';
import { cached, type EncodedWord, type WordEncoder } from './wordEncoder.ts';
import { makeWordPiece } from './wordPiece.ts';

/** A text, or a pair of texts, as a pretrained encoder reads it. Each array has one element per token. */
export interface Encoding {
  readonly ids: Int32Array;
  /** Where the token starts and ends (exclusive) in its text as it was given, in UTF-16 units; 0 for special tokens. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** The word of its text that the token is a piece of, counted from 0; −1 for special tokens. */
  readonly words: Int32Array;
  /** The text that the token is from: 0, or 1 for the second of a pair; −1 for special tokens, which are added to the texts. */
  readonly texts: Int8Array;
  /** The token type ids. */
  readonly segments: Uint8Array;
}

/**
 * The tokenizer of a pretrained encoder. Its steps, and their names in files, are those of Python's `tokenizers` (version 0.23), and so are
 * ids, offsets and words: added tokens, normalizer, pre-tokenizer, model, truncation, post-processor.
 */
export class SubwordTokenizer {
  /** One more than the largest id. */
  readonly size: number;
  /** Ids of the special tokens that are added to texts, such as [CLS] and [SEP]. */
  readonly specialIds: ReadonlySet<number>;
  /** Where these are added. */
  readonly frame: SpecialFrame;
  /** The id of words that no tokens spell; null where bytes spell every word. */
  readonly unknownId: number | null;
  readonly #tokens: ReadonlyMap<number, string>;
  readonly #splitAddedTokens;
  readonly #preTokenizer;
  readonly #encodeWord: WordEncoder;
  readonly #postProcessor: PostProcessor;
  readonly #trimSpaces: SpaceTrimmer;
  readonly #maxLength: number;

  /** `path` is the file that errors name; `maxLength` is the largest number of tokens, special ones included. Errors: UserError. */
  constructor(definition: TokenizerDefinition, path: string, maxLength: number) {
    const { model, added_tokens: addedTokens } = definition;
    this.#tokens = new Map([
      ...Object.entries(model.vocab).map(([token, id]) => [id, token] as const),
      ...addedTokens.map(({ id, content }) => [id, content] as const),
    ]);
    this.size = 1 + Array.from(this.#tokens.keys()).reduce((largest, id) => Math.max(largest, id), -1);
    this.#splitAddedTokens = makeAddedTokenSplitter(addedTokens, makeNormalizer(definition.normalizer));
    this.#preTokenizer = makePreTokenizer(definition.pre_tokenizer);
    this.#encodeWord = cached(model.type === 'BPE' ? makeBytePairEncoding(model, path) : makeWordPiece(model, path));
    this.#postProcessor = makePostProcessor(definition.post_processor);
    this.specialIds = new Set(this.#postProcessor.pair.flatMap(({ ids }) => ids));
    this.frame = frameOf(this.#postProcessor.pair);
    this.unknownId = model.type === 'BPE' ? null : (model.vocab[model.unk_token] ?? null);
    this.#trimSpaces = makeSpaceTrimmer(definition, this.#postProcessor.trim);
    this.#maxLength = maxLength;
    const added = countSpecial(this.#postProcessor.pair);
    if (maxLength <= added) throw new UserError(`maxLength is ${maxLength}`, `It must be at least ${added + 1}.`);
  }

  /** The token with an id as the vocabulary has it, such as "##ing"; undefined if there is none. */
  token(id: number): string | undefined {
    return this.#tokens.get(id);
  }

  /** Encodes a text, or two as a pair. Unpaired surrogates are read as U+FFFD. */
  encode(text: string, pair?: string): Encoding {
    const { single, pair: paired } = this.#postProcessor;
    if (pair === undefined) {
      const encoded = this.#encodeText(text, this.#maxLength);
      return fill(single, [encoded], [Math.min(encoded.length, this.#maxLength - countSpecial(single))]);
    }
    // How much of each is kept depends on the lengths of both.
    const encoded = [this.#encodeText(text, Infinity), this.#encodeText(pair, Infinity)] as const;
    const maxLength = this.#maxLength - countSpecial(paired);
    return fill(paired, encoded, longestFirst(encoded[0].length, encoded[1].length, maxLength));
  }

  /** The ids of a text and the word of each, without special tokens and not cut; faster than `encode`, because there are no offsets. */
  encodeIds(text: string): Pick<EncodedText, 'ids' | 'words'> {
    const encoded = { ids: [] as number[], words: [] as number[] };
    let word = 0;
    this.#forEachWord(text.replace(unpairedSurrogate, '\ufffd'), ({ ids }) => {
      for (const id of ids) {
        encoded.ids.push(id);
        encoded.words.push(word);
      }
      word++;
      return false;
    });
    return encoded;
  }

  /** All tokens of a text, or at least the first `enough`. */
  #encodeText(given: string, enough: number): EncodedText {
    const text = given.replace(unpairedSurrogate, '\ufffd');
    const encoded = new EncodedText();
    let word = 0;
    this.#forEachWord(text, ({ ids, starts, ends }, source, offset) => {
      for (let k = 0; k < ids.length; k++) {
        encoded.push(ids[k]!, source.start(offset + starts[k]!), source.end(offset + ends[k]!), word);
      }
      word++;
      return encoded.length >= enough;
    });
    this.#trimSpaces(encoded, text);
    return encoded;
  }

  /** Encodes word after word until there is none, or `visit` returns true. An added token is a word. */
  #forEachWord(text: string, visit: VisitWord): void {
    for (const part of this.#splitAddedTokens(AlignedText.of(text))) {
      if (part.id !== null) {
        if (visit({ ids: [part.id], starts: [0], ends: [part.text.text.length] }, part.text, 0)) return;
        continue;
      }
      const prepared = this.#preTokenizer.prepare(part.text);
      const spans = this.#preTokenizer.split(prepared.text);
      for (let i = 0; i < spans.length; i += 2) {
        const start = spans[i]!;
        if (visit(this.#encodeWord(prepared.text.slice(start, spans[i + 1])), prepared, start)) return;
      }
    }
  }
}

/** `offset`: where the word begins in `source`. Returns whether that was enough. */
type VisitWord = (word: EncodedWord, source: AlignedText, offset: number) => boolean;

const unpairedSurrogate = /\p{Surrogate}/gu;

const countSpecial = (template: readonly TemplatePart[]) => template.reduce((sum, { ids }) => sum + ids.length, 0);

/** Puts special tokens and the first tokens of each text, `kept` of them, into one encoding. */
function fill(template: readonly TemplatePart[], texts: readonly EncodedText[], kept: readonly number[]): Encoding {
  const lengthOf = ({ text, ids }: TemplatePart) => (text === null ? ids.length : kept[text]!);
  const length = template.reduce((sum, part) => sum + lengthOf(part), 0);
  const encoding = {
    ids: new Int32Array(length),
    starts: new Int32Array(length),
    ends: new Int32Array(length),
    words: new Int32Array(length).fill(-1),
    texts: new Int8Array(length).fill(-1),
    segments: new Uint8Array(length),
  };
  let offset = 0;
  for (const part of template) {
    const count = lengthOf(part);
    encoding.segments.fill(part.segment, offset, offset + count);
    if (part.text === null) {
      encoding.ids.set(part.ids, offset);
    } else {
      const text = texts[part.text]!;
      encoding.texts.fill(part.text, offset, offset + count);
      for (let i = 0; i < count; i++) {
        encoding.ids[offset + i] = text.ids[i]!;
        encoding.starts[offset + i] = text.starts[i]!;
        encoding.ends[offset + i] = text.ends[i]!;
        encoding.words[offset + i] = text.words[i]!;
      }
    }
    offset += count;
  }
  return encoding;
}
