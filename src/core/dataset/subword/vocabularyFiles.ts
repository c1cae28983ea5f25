import { z } from 'zod';
import { missingToken } from './missingToken.ts';

/** A special token: its text, or its text with how it is found in a text. */
const token = (content: string, lstrip = false) =>
  z
    .union([
      z.string().transform((text) => ({ content: text, lstrip })),
      z.object({ content: z.string(), lstrip: z.boolean().default(false) }),
    ])
    .catch({ content, lstrip });

/** tokenizer_config.json, with the defaults of `transformers`. */
const bertConfig = z.object({
  do_lower_case: z.boolean().catch(true),
  tokenize_chinese_chars: z.boolean().catch(true),
  strip_accents: z.boolean().nullable().catch(null),
  unk_token: token('[UNK]'),
  pad_token: token('[PAD]'),
  cls_token: token('[CLS]'),
  sep_token: token('[SEP]'),
  mask_token: token('[MASK]'),
});
const robertaConfig = z.object({
  add_prefix_space: z.boolean().catch(false),
  trim_offsets: z.boolean().catch(true),
  unk_token: token('<unk>'),
  pad_token: token('<pad>'),
  cls_token: token('<s>'),
  sep_token: token('</s>'),
  mask_token: token('<mask>', true),
});

/**
 * The content that tokenizer.json would have for a vocab.txt: a token per line. `config` is the content of tokenizer_config.json, `path` the
 * file that errors name. Errors: UserError.
 */
export function bertDefinition(vocabulary: string, config: unknown, path: string): unknown {
  const { data: options = bertConfig.parse({}) } = bertConfig.safeParse(config);
  const lines = vocabulary.replace(/\r?\n$/, '').split(/\r?\n/);
  const vocab = Object.fromEntries(lines.map((line, id) => [line, id]));
  return {
    added_tokens: addedTokens(options, vocab),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: options.tokenize_chinese_chars,
      strip_accents: options.strip_accents,
      lowercase: options.do_lower_case,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: { type: 'BertProcessing', ...ends(options, vocab, path) },
    model: {
      type: 'WordPiece',
      unk_token: options.unk_token.content,
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab,
    },
  };
}

/** The content that tokenizer.json would have for a vocab.json and a merges.txt. */
export function robertaDefinition(vocabulary: unknown, merges: string, config: unknown, path: string): unknown {
  const { data: options = robertaConfig.parse({}) } = robertaConfig.safeParse(config);
  const vocab = z.record(z.string(), z.number()).safeParse(vocabulary).data ?? {};
  const { add_prefix_space, trim_offsets } = options;
  return {
    added_tokens: addedTokens(options, vocab),
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space },
    post_processor: {
      type: 'RobertaProcessing',
      ...ends(options, vocab, path),
      trim_offsets,
      add_prefix_space,
    },
    model: {
      type: 'BPE',
      vocab: vocabulary,
      merges: merges.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#version')),
    },
  };
}

type Token = z.infer<ReturnType<typeof token>>;
type Vocabulary = Readonly<Record<string, number>>;

/** The tokens that are added to texts, with their ids. */
function ends(options: { readonly cls_token: Token; readonly sep_token: Token }, vocab: Vocabulary, path: string) {
  const withId = ({ content }: Token) => {
    if (!Object.hasOwn(vocab, content)) throw missingToken(path, content);
    return [content, vocab[content]];
  };
  return { cls: withId(options.cls_token), sep: withId(options.sep_token) };
}

/** The special tokens that the vocabulary has. */
function addedTokens(options: object, vocab: Vocabulary): unknown[] {
  const tokens = Object.entries(options).flatMap(([name, value]) => (name.endsWith('_token') ? [value as Token] : []));
  return tokens
    .filter(({ content }) => Object.hasOwn(vocab, content))
    .map(({ content, lstrip }) => ({
      id: vocab[content],
      content,
      single_word: false,
      lstrip,
      rstrip: false,
      normalized: false,
    }));
}
