import { afterAll, expect, test } from 'vitest';
import { threefry } from '../../../../src/common/random.ts';
import { FeatureUnits } from '../../../../src/core/evaluation/features/featureUnits.ts';
import { VarianceTally } from '../../../../src/core/evaluation/features/varianceTally.ts';
import { sentenceOf } from '../../../../src/core/evaluation/observe.ts';
import { autoencoderProgram } from '../../../../src/core/model/autoencoder.ts';
import { widthOf } from '../../../../src/core/model/forward.ts';
import { writeParameters } from '../../../../src/core/model/loadModel.ts';
import { trainAutoencoder } from '../../../../src/core/training/trainAutoencoder.ts';
import { openWasmDevice } from '../../../../src/engine/wasm/device.ts';
import { loadTinyEncoder } from '../evaluation/tinyEncoder.ts';

const device = await openWasmDevice({ threads: 1 });
afterAll(() => device.close());

/** 100 texts of 6 random tokens. */
const texts = {
  length: 100,
  ids: (index: number) => Int32Array.from({ length: 6 }, (_, i) => 4 + (threefry(3, index, i, 0)[0] % 26)),
  label: () => 0,
};

test('trains an autoencoder on standardized activations that reconstructs the activations as they are', async () => {
  const at = { site: 'ffn', layer: 1 } as const;
  const model = await loadTinyEncoder(device, { replaced: at });
  const width = widthOf(model.shape, at);
  const shape = { width, features: 4 * width, active: 4 };
  const progress: number[] = [];
  const { parameters, steps } = await trainAutoencoder({
    ...{ device, model, texts },
    training: { at, shape, tokens: 40_000, learningRate: 0.001, seed: 1 },
    onProgress: ({ unexplained }) => progress.push(unexplained),
  });
  expect(progress).toHaveLength(steps);

  const executor = await device.load(autoencoderProgram(shape));
  await writeParameters(executor, parameters);
  const units = new FeatureUnits(model, { executor, shape, at });
  const variance = new VarianceTally();
  const sentences = Array.from({ length: texts.length }, (_, index) => sentenceOf(texts, index));
  for (const sentence of await units.encode(sentences)) await variance.add(sentence, units);
  expect(variance.unexplained()).toBeLessThan(0.2);
  expect(variance.unexplained()).toBeCloseTo(progress.at(-1)!, 1);
});
