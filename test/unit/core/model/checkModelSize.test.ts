import { expect, test } from 'vitest';
import { checkModelSize } from '../../../../src/core/model/checkModelSize.ts';
import { experimentSchema, resolveExperiment } from '../../../../src/core/experiment/schema.ts';
import { paperShape } from '../../../../src/core/model/paperModel.ts';

const gibibyte = 2 ** 30;
const on = (device: string, model: object = {}) =>
  resolveExperiment(experimentSchema.parse({ dataset: { source: 'sst2' }, device, model }), 'big');

test('a model that no memory holds is refused with its size and the fields to lower', () => {
  const wide = { ...paperShape, width: 100_000 };
  expect(() => checkModelSize(wide, on('auto'), 64 * gibibyte)).toThrow(
    /at least 611\.\d GiB for its parameters; this machine has 64\.0 GiB/,
  );
  expect(() => checkModelSize(wide, on('wasm'), 1024 * gibibyte)).toThrow(/the wasm device has 4\.0 GiB/);
  const deep = { ...paperShape, layers: 1_000_000_000 };
  expect(() => checkModelSize(deep, on('auto'), 64 * gibibyte)).toThrow(/at least [\d.]+ GiB for its parameters/);
});

test("the paper's model is not", () => {
  expect(() => checkModelSize(paperShape, on('wasm'), gibibyte)).not.toThrow();
});

test('frozen parameters of an encoder need no gradient and no state of Adam', () => {
  const pretrained = { positions: 512, segments: 2, activation: 'gelu', epsilon: 1e-12, head: 'tanh' } as const;
  const sizes = { width: 1024, heads: 16, layers: 24, feedForward: 4096, maskHidden: null, maxLength: 512, dropout: 0 };
  const shape = { vocabulary: 30_522, classes: 2, ...sizes, pretrained }; // 335 million parameters, as BERT-large
  const training = (trainable: 'all' | 'head' | number) => () =>
    checkModelSize(shape, on('wasm', { pretrained: 'bert', trainable }), 16 * gibibyte);
  expect(training('all')).toThrow(
    expect.objectContaining({
      message: expect.stringContaining('at least 5.0 GiB'),
      remedy: expect.stringMatching(/^Set model\.trainable to "head" .* smaller encoder/),
    }),
  );
  expect(training(24)).toThrow(/at least 4\.6 GiB/);
  expect(training(12)).not.toThrow();
  expect(training('head')).not.toThrow();
});
