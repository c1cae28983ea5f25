import { expect, test } from 'vitest';
import { architectures } from '../../../../../src/core/model/pretrained/config.ts';
import { storedNames, tensorNames } from '../../../../../src/core/model/pretrained/tensorNames.ts';
import { parameterSpecs } from '../../../../../src/core/model/parameters.ts';

const shape = {
  ...{
    vocabulary: 9,
    classes: 2,
    width: 4,
    heads: 2,
    layers: 12,
    feedForward: 6,
    maskHidden: 3,
    maxLength: 5,
    dropout: 0,
  },
  pretrained: { positions: 5, segments: 0, activation: 'gelu', epsilon: 1e-12, head: 'tanh' },
} as const;

test.each(architectures)('names every parameter of %s once, but those of the mask', (architecture) => {
  const specs = parameterSpecs(shape);
  const names = specs.flatMap(({ name }) => tensorNames(architecture, name));
  expect(new Set(names).size).toBe(names.length);
  for (const { name, torchNames } of specs) {
    expect(tensorNames(architecture, name)).toHaveLength(name.startsWith('vmask.') ? 0 : torchNames.length);
  }
});

test('names the parts of packed queries, keys and values in order', () => {
  const base = 'bert.encoder.layer.11.attention.self';
  expect(tensorNames('bert', 'layers.11.attention.qkv.bias')).toEqual([
    ...[`${base}.query.bias`, `${base}.key.bias`, `${base}.value.bias`],
  ]);
});

test('finds tensors with and without the prefix of the encoder, and under the old names of layer norms', () => {
  expect(storedNames('bert', 'bert.embeddings.LayerNorm.weight')).toEqual([
    'bert.embeddings.LayerNorm.weight',
    'bert.embeddings.LayerNorm.gamma',
    'embeddings.LayerNorm.weight',
    'embeddings.LayerNorm.gamma',
  ]);
  expect(storedNames('roberta', 'classifier.dense.bias')).not.toContain('roberta.classifier.dense.bias');
});
