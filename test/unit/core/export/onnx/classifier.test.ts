import { describe, expect, it } from 'vitest';
import { classifierGraph } from '../../../../../src/core/export/onnx/classifier.ts';
import type { Padding } from '../../../../../src/core/model/batch.ts';
import type { ModelShape } from '../../../../../src/core/model/modelShape.ts';
import { initialParameters } from '../../../../../src/core/model/parameters.ts';
import { decodeModel } from './decodeMessage.ts';

const sizes = { width: 4, heads: 2, layers: 2, feedForward: 6, maxLength: 8, dropout: 0.1 };
const paper: ModelShape = { vocabulary: 5, classes: 3, ...sizes, maskHidden: 3, pretrained: null };
const encoder = { positions: 8, segments: 2, activation: 'geluTanh', epsilon: 1e-12, head: 'tanh' } as const;

const modelOf = (shape: ModelShape, padding: Padding) =>
  decodeModel(Buffer.concat(classifierGraph(shape, initialParameters(shape, 1), padding).encode({})));

describe.each([
  { name: 'the paper’s model, padded', shape: paper, padding: { padding: 'max', maxLength: 8 } },
  { name: 'the paper’s model, ragged', shape: paper, padding: { padding: 'none' } },
  { name: 'a model that keeps some neurons', shape: { ...paper, activeNeurons: 2 }, padding: { padding: 'none' } },
  {
    name: 'a pretrained encoder',
    shape: { ...paper, maskHidden: null, pretrained: encoder },
    padding: { padding: 'none' },
  },
] as const)('the graph of $name', ({ shape, padding }) => {
  const model = modelOf(shape, padding);

  it('goes from ids of any number of texts of any length to logits', () => {
    const ids = { type: 7, sizes: ['batch', 'length'] };
    expect(model.inputs).toEqual([
      { name: 'input_ids', ...ids },
      { name: 'attention_mask', ...ids },
      ...(shape.pretrained ? [{ name: 'token_type_ids', ...ids }] : []),
    ]);
    expect(model.outputs).toEqual([{ name: 'logits', type: 1, sizes: ['batch', 3] }]);
  });

  it('computes every value once, from values that are known before', () => {
    const known = new Set([...model.inputs, ...model.initializers].map(({ name }) => name));
    expect(known.size).toBe(model.inputs.length + model.initializers.length);
    for (const { inputs, outputs } of model.nodes) {
      expect(inputs.filter((name) => !known.has(name))).toEqual([]);
      for (const name of outputs) {
        expect(known).not.toContain(name);
        known.add(name);
      }
    }
    expect(known).toContain('logits');
  });

  it('has constants of their shapes, each of them used', () => {
    const used = new Set(model.nodes.flatMap(({ inputs }) => inputs));
    for (const { name, shape: own, bytes, bytesPerValue } of model.initializers) {
      expect(used).toContain(name);
      expect(bytes.length).toBe(bytesPerValue * own.reduce((product, size) => product * size, 1));
    }
  });

  it('has no mask of its own, and pads only as its run does', () => {
    expect(model.initializers.filter(({ name }) => name.startsWith('vmask'))).toEqual([]);
    const operators = model.nodes.map(({ operator }) => operator);
    expect(operators.filter((operator) => operator === 'Pad')).toHaveLength(padding.padding === 'max' ? 2 : 0);
    expect(operators.filter((operator) => operator === 'Softmax')).toHaveLength(shape.layers);
  });
});

it('folds the mask into the embeddings of all but the special tokens of an encoder', () => {
  const shape = { ...paper, pretrained: encoder };
  const frame = { start: [0], middle: [], end: [3], secondSegment: 0 };
  const { initializers } = modelOf(shape, { padding: 'none', frame });
  const { bytes } = initializers.find(({ name }) => name === 'embedding.weight')!;
  const folded = new Float32Array(Uint8Array.from(bytes).buffer);
  const original = initialParameters(shape, 1).get('embedding.weight')!;
  const changed = [0, 1, 2, 3, 4].filter((type) => folded[type * shape.width] !== original[type * shape.width]);
  expect(changed).toEqual([1, 2, 4]);
});
