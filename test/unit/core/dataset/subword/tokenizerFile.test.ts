import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseTokenizerFile } from '../../../../../src/core/dataset/subword/tokenizerFile.ts';

const read = (name: string) =>
  JSON.parse(readFileSync(`test/fixtures/subwords/${name}/tokenizer.json`, 'utf8')) as Record<string, object>;
const parse = (document: unknown) => parseTokenizerFile('m/tokenizer.json', document);

it('reads files of early versions, which do not name the type of the model', () => {
  for (const name of ['wordpiece', 'bytes']) {
    const document = read(name);
    const { type, ...model } = document['model'] as { type: string };
    expect(parse({ ...document, model }).model.type).toBe(type);
  }
});

it.each([
  [
    { normalizer: { type: 'Precompiled' } },
    'm/tokenizer.json: normalizer.type: the normalizer "Precompiled" is not supported; supported are BertNormalizer, NFC, NFD, NFKC, NFKD, Lowercase, StripAccents, Sequence',
  ],
  [
    { pre_tokenizer: { type: 'Metaspace' } },
    'm/tokenizer.json: pre_tokenizer.type: the pre-tokenizer "Metaspace" is not supported; supported are BertPreTokenizer, Whitespace, WhitespaceSplit, ByteLevel',
  ],
  [
    { post_processor: { type: 'Other' } },
    'm/tokenizer.json: post_processor.type: the post-processor "Other" is not supported; supported are BertProcessing, RobertaProcessing, ByteLevel, TemplateProcessing, Sequence',
  ],
  [
    { model: { type: 'Unigram' } },
    'm/tokenizer.json: model.type: the model "Unigram" is not supported; supported are WordPiece, BPE',
  ],
  [
    { pre_tokenizer: { type: 'Whitespace' } },
    'm/tokenizer.json: the model BPE with the pre-tokenizer Whitespace is not supported',
  ],
  [
    { model: { ...read('bytes')['model'], byte_fallback: true } },
    'm/tokenizer.json: model.byte_fallback: byte fallback is not supported',
  ],
])('names what is not supported: %j', (parts, message) => {
  expect(() => parse({ ...read('bytes'), ...parts })).toThrow(message);
});
