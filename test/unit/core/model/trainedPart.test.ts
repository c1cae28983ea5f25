import { expect, test } from 'vitest';
import type { ModelShape } from '../../../../src/core/model/modelShape.ts';
import { initialParameters, parameterSpecs } from '../../../../src/core/model/parameters.ts';
import { safrProgram } from '../../../../src/core/model/safrProgram.ts';
import { gradientOf, trainedPart, type Trainable } from '../../../../src/core/model/trainedPart.ts';

const shape: ModelShape = {
  ...{
    vocabulary: 9,
    classes: 2,
    width: 4,
    heads: 2,
    layers: 3,
    feedForward: 6,
    maskHidden: 3,
    maxLength: 5,
    dropout: 0,
  },
  pretrained: { positions: 5, segments: 2, activation: 'gelu', epsilon: 1e-12, head: 'tanh' },
};
const bare: ModelShape = { ...shape, maskHidden: null };
const objective = {
  importance: 1,
  interaction: 1,
  importanceSite: 'embedding',
  information: true,
  gradientClip: 1,
} as const;
const trained = (own: ModelShape, trainable: Trainable) =>
  parameterSpecs(own)
    .map(({ name }) => name)
    .filter(trainedPart(own, trainable).isTrained);

test('trains the last blocks, the head and the mask', () => {
  expect(trained(shape, 'all')).toHaveLength(parameterSpecs(shape).length);
  expect(new Set(trained(shape, 1).map((name) => name.split('.').slice(0, 2).join('.')))).toEqual(
    new Set([
      'vmask.linear_layer',
      'vmask.hidden2p',
      'layers.2',
      'pooler.weight',
      'pooler.bias',
      'fc.weight',
      'fc.bias',
    ]),
  );
  expect(trained(bare, 0)).toEqual(['pooler.weight', 'pooler.bias', 'fc.weight', 'fc.bias']);
});

test('estimates the thresholds of BatchTopK instead of training them, and leaves all other initial values as they are', () => {
  const own: ModelShape = { ...shape, pretrained: null };
  const sparse: ModelShape = { ...own, activeNeurons: 2 };
  expect(trained(sparse, 'all')).toEqual(trained(own, 'all'));
  const { buffers } = safrProgram(sparse, objective);
  expect(buffers.filter(({ name }) => name.includes('ff.threshold'))).toEqual(
    [0, 1, 2].map((layer) => ({ name: `layers.${layer}.ff.threshold`, type: 'f32', role: 'parameter', shape: [1] })),
  );
  const values = initialParameters(sparse, 3);
  for (const [name, expected] of initialParameters(own, 3)) expect(values.get(name)).toEqual(expected);
});

test('gives frozen parameters neither gradients nor moments', () => {
  const names = new Set(safrProgram(shape, { ...objective, trainable: 1 }).buffers.map(({ name }) => name));
  const isTrained = new Set(trained(shape, 1));
  for (const { name } of parameterSpecs(shape).slice(1)) {
    const own = [gradientOf(name), `adam.first.${name}`, `adam.second.${name}`];
    expect(own.map((buffer) => names.has(buffer))).toEqual(own.map(() => isTrained.has(name)));
  }
});

test('has no backward pass below what is trained, unless for a mask', () => {
  const blocks = (own: ModelShape, trainable: Trainable) =>
    safrProgram(own, { ...objective, trainable }).routines['train']!.filter(({ op }) => op === 'attentionBackward')
      .length;
  expect([0, 1, 3, 'all' as const].map((trainable) => blocks(bare, trainable))).toEqual([0, 1, 3, 3]);
  expect([0, 1].map((trainable) => blocks(shape, trainable))).toEqual([3, 3]);
});

test('has the losses of all blocks, whatever is trained', () => {
  const { routines } = safrProgram(bare, { ...objective, trainable: 1 });
  const losses = routines['train']!.flatMap((operation) =>
    operation.op === 'interactionLoss'
      ? [operation.loss]
      : operation.op === 'attentionBackward'
        ? [operation.interaction!.loss]
        : [],
  );
  expect(losses.sort()).toEqual([0, 1, 2].map((layer) => `layers.${layer}.loss.interaction`));
});
