import { expect, test } from 'vitest';
import { parseConfig } from '../../../../../src/core/model/pretrained/config.ts';
import { UserError } from '../../../../../src/common/userError.ts';

const bert = {
  model_type: 'bert',
  ...{ vocab_size: 30522, hidden_size: 384, num_attention_heads: 12, num_hidden_layers: 6, intermediate_size: 1536 },
  ...{ hidden_act: 'gelu', max_position_embeddings: 512, type_vocab_size: 2, layer_norm_eps: 1e-12 },
};
const roberta = { ...bert, model_type: 'roberta', max_position_embeddings: 514, type_vocab_size: 1, pad_token_id: 1 };
const distilbert = {
  model_type: 'distilbert',
  ...{ vocab_size: 100, dim: 12, n_heads: 3, n_layers: 2, hidden_dim: 16, max_position_embeddings: 10 },
};
const parse = (config: object) => parseConfig(JSON.stringify(config), 'config.json');
const sizes = { vocabulary: 30522, width: 384, heads: 12, layers: 6, feedForward: 1536 };

test('reads the sizes of BERT', () => {
  const encoder = { positions: 512, segments: 2, activation: 'gelu', epsilon: 1e-12, head: 'tanh' };
  expect(parse(bert)).toEqual({
    ...{ architecture: 'bert', ...sizes, encoder, unusedPositions: 0, labels: null, isSingleLabel: true },
  });
});

test('counts the positions of RoBERTa from the id of its padding token + 1', () => {
  expect(parse(roberta)).toMatchObject({ unusedPositions: 2, encoder: { positions: 512, segments: 1 } });
  expect(parse({ ...roberta, pad_token_id: 0 })).toMatchObject({ unusedPositions: 1, encoder: { positions: 513 } });
});

test('gives RoBERTa, and no other architecture, dropout before the pooler', () => {
  expect([roberta, bert, distilbert].map((config) => parse(config).encoder.poolerDropout)).toEqual([
    ...[true, undefined, undefined],
  ]);
});

test('reads the sizes of DistilBERT, whose fields have names of their own', () => {
  const encoder = { positions: 10, segments: 0, activation: 'gelu', epsilon: 1e-12, head: 'relu' };
  const own = { vocabulary: 100, width: 12, heads: 3, layers: 2, feedForward: 16 };
  expect(parse(distilbert)).toMatchObject({ architecture: 'distilbert', ...own, encoder });
});

test.each([
  ['gelu', 'gelu'],
  ['gelu_new', 'geluTanh'],
  ['gelu_pytorch_tanh', 'geluTanh'],
  ['relu', 'relu'],
])('reads the activation %s', (stored, activation) => {
  expect(parse({ ...bert, hidden_act: stored }).encoder.activation).toBe(activation);
});

test('orders the names of the classes by their numbers', () => {
  const id2label = { '1': 'good', '0': 'bad' };
  expect(parse({ ...bert, id2label })).toMatchObject({ labels: ['bad', 'good'], isSingleLabel: true });
  expect(parse({ ...bert, id2label, problem_type: 'multi_label_classification' }).isSingleLabel).toBe(false);
});

test.each([
  ['another architecture', { ...bert, model_type: 'gpt2' }, '"model_type"', 'bert, distilbert, roberta'],
  ['no architecture', { ...bert, model_type: undefined }, '"model_type"', 'bert, distilbert, roberta'],
  ['another activation', { ...bert, hidden_act: 'silu' }, '"hidden_act"', 'gelu_pytorch_tanh'],
  ['relative positions', { ...bert, position_embedding_type: 'relative_key' }, '"position_embedding_type"', 'absolute'],
  ['a decoder', { ...bert, is_decoder: true }, '"is_decoder"', 'encoders'],
  ['a missing size', { ...bert, hidden_size: undefined }, '"hidden_size"', 'bert'],
  ['a width that the heads do not divide', { ...bert, hidden_size: 385 }, 'no multiple of the 12', 'Copy'],
  ['classes of one name', { ...bert, id2label: { 0: 'a', 1: 'a' } }, '"id2label"', 'names'],
  ['classes without number 0', { ...bert, id2label: { 1: 'a', 2: 'b' } }, '"id2label"', 'names'],
])('refuses %s', (_, config, message, remedy) => {
  const error = (() => {
    try {
      return parse(config);
    } catch (caught) {
      return caught as UserError;
    }
  })() as UserError;
  expect(error).toBeInstanceOf(UserError);
  expect(error.message).toContain(message);
  expect(error.remedy).toContain(remedy);
});

test('refuses a file that is not JSON', () => {
  expect(() => parseConfig('{', 'folder/config.json')).toThrow('folder/config.json: not JSON');
});
