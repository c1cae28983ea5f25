import { z } from 'zod';
import { UserError } from '../../../common/userError.ts';

/** A union on `type`; an unknown type is named together with the known ones. */
function oneOf<const T extends readonly [z.ZodObject, ...z.ZodObject[]]>(part: string, options: T) {
  const names = options.map(({ shape }) => (shape['type'] as z.ZodLiteral<string>).value).join(', ');
  return z.discriminatedUnion('type', options, {
    error: ({ input }) =>
      `${part} ${JSON.stringify((input as { type?: unknown } | null)?.type)} is not supported; supported are ${names}`,
  });
}

const typed = <const N extends string, S extends z.ZodRawShape>(type: N, shape: S) =>
  z.object({ type: z.literal(type), ...shape });

const simpleNormalizers = [
  typed('BertNormalizer', {
    clean_text: z.boolean(),
    handle_chinese_chars: z.boolean(),
    strip_accents: z.boolean().nullable(),
    lowercase: z.boolean(),
  }),
  typed('NFC', {}),
  typed('NFD', {}),
  typed('NFKC', {}),
  typed('NFKD', {}),
  typed('Lowercase', {}),
  typed('StripAccents', {}),
] as const;
const simpleNormalizer = oneOf('the normalizer', simpleNormalizers);
const normalizer = oneOf('the normalizer', [
  ...simpleNormalizers,
  typed('Sequence', { normalizers: z.array(simpleNormalizer) }),
]);

const preTokenizer = oneOf('the pre-tokenizer', [
  typed('BertPreTokenizer', {}),
  typed('Whitespace', {}),
  typed('WhitespaceSplit', {}),
  typed('ByteLevel', { add_prefix_space: z.boolean(), use_regex: z.boolean().default(true) }),
]);

/** A field that only other kinds of models have. */
const unused = (name: string) =>
  z.union([z.null(), z.literal(''), z.literal(0), z.literal(false)], { error: `${name} is not supported` }).optional();

const vocabulary = z.record(z.string(), z.int().nonnegative());
const model = oneOf('the model', [
  typed('WordPiece', {
    unk_token: z.string(),
    continuing_subword_prefix: z.string(),
    max_input_chars_per_word: z.int().positive(),
    vocab: vocabulary,
  }),
  typed('BPE', {
    dropout: unused('dropout'),
    continuing_subword_prefix: unused('a prefix of subwords'),
    end_of_word_suffix: unused('a suffix of words'),
    byte_fallback: unused('byte fallback'),
    ignore_merges: unused('a model that ignores merges'),
    vocab: vocabulary,
    /** Two tokens each: separated by a space in older files. */
    merges: z.array(z.union([z.tuple([z.string(), z.string()]), z.string()])),
  }),
]);

const named = z.tuple([z.string(), z.int()]);
const piece = z.union([
  z.object({ Sequence: z.object({ id: z.enum(['A', 'B']), type_id: z.int() }) }),
  z.object({ SpecialToken: z.object({ id: z.string(), type_id: z.int() }) }),
]);
const simplePostProcessors = [
  typed('BertProcessing', { cls: named, sep: named }),
  typed('RobertaProcessing', { cls: named, sep: named, trim_offsets: z.boolean(), add_prefix_space: z.boolean() }),
  typed('ByteLevel', { trim_offsets: z.boolean(), add_prefix_space: z.boolean() }),
  typed('TemplateProcessing', {
    single: z.array(piece),
    pair: z.array(piece),
    special_tokens: z.record(z.string(), z.object({ ids: z.array(z.int()) })),
  }),
] as const;
const simplePostProcessor = oneOf('the post-processor', simplePostProcessors);
const postProcessor = oneOf('the post-processor', [
  ...simplePostProcessors,
  typed('Sequence', { processors: z.array(simplePostProcessor) }),
]);

const addedToken = z.object({
  id: z.int().nonnegative(),
  content: z.string().min(1),
  single_word: z.boolean(),
  lstrip: z.boolean(),
  rstrip: z.boolean(),
  normalized: z.boolean(),
});

const tokenizerFile = z.object({
  added_tokens: z.array(addedToken).default([]),
  normalizer: normalizer.nullable(),
  pre_tokenizer: preTokenizer,
  post_processor: postProcessor.nullable(),
  model: z.preprocess(withModelType, model),
});

/** What tokenizer.json says of a tokenizer, in the names of `tokenizers`. */
export type TokenizerDefinition = z.infer<typeof tokenizerFile>;
export type NormalizerDefinition = NonNullable<TokenizerDefinition['normalizer']>;
export type PreTokenizerDefinition = TokenizerDefinition['pre_tokenizer'];
export type PostProcessorDefinition = NonNullable<TokenizerDefinition['post_processor']>;
export type AddedToken = TokenizerDefinition['added_tokens'][number];
export type WordPieceDefinition = Extract<TokenizerDefinition['model'], { type: 'WordPiece' }>;
export type BpeDefinition = Extract<TokenizerDefinition['model'], { type: 'BPE' }>;

/** Checks the content of a tokenizer.json. Errors: UserError that names what is not supported and what is. */
export function parseTokenizerFile(path: string, document: unknown): TokenizerDefinition {
  const { data, error } = tokenizerFile.safeParse(document);
  if (data === undefined) {
    const { path: place, message } = error.issues[0]!;
    throw new UserError(`${path}: ${place.join('.')}: ${message}`, supported);
  }
  const isByteLevel = data.pre_tokenizer.type === 'ByteLevel';
  if ((data.model.type === 'BPE') !== isByteLevel) {
    const pair = `the model ${data.model.type} with the pre-tokenizer ${data.pre_tokenizer.type}`;
    throw new UserError(`${path}: ${pair} is not supported`, supported);
  }
  return data;
}

const supported =
  'Choose a model with the tokenizer of BERT, DistilBERT (WordPiece) or RoBERTa (byte-level BPE): those are supported.';

/** Files of early versions of `tokenizers` do not name the model's type. */
function withModelType(document: unknown): unknown {
  if (typeof document !== 'object' || document === null || 'type' in document) return document;
  if ('merges' in document) return { type: 'BPE', ...document };
  return 'max_input_chars_per_word' in document ? { type: 'WordPiece', ...document } : document;
}
