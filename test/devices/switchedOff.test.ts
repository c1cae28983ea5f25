import { afterAll, describe, expect, it } from 'vitest';
import { logitsWithout, type NeuronSet } from '../../src/core/evaluation/neuronSet.ts';
import type { Padding } from '../../src/core/model/batch.ts';
import { loadModel } from '../../src/core/model/loadModel.ts';
import { initialParameters } from '../../src/core/model/parameters.ts';
import { safrProgram } from '../../src/core/model/safrProgram.ts';
import type { ModelShape } from '../../src/core/model/modelShape.ts';
import { runBatch, type Model } from '../../src/core/model/model.ts';
import type { Device } from '../../src/engine/device.ts';
import { threefry } from '../../src/common/random.ts';
import { relativeError } from './case.ts';
import { openDevices, openOracle } from './devices.ts';

const shape: ModelShape = {
  vocabulary: 61,
  classes: 3,
  width: 36,
  heads: 3,
  layers: 2,
  feedForward: 50,
  maskHidden: 21,
  maxLength: 24,
  dropout: 0.1,
  pretrained: null,
};
const sentences = Array.from({ length: 6 }, (_, b) => ({
  ids: Int32Array.from({ length: 3 + 4 * b }, (_, i) => 1 + (threefry(9, b, i, 0)[0] % 60)),
  label: 0,
}));
const off: NeuronSet = [
  [0, 7, 8, 31, 49],
  [2, 30],
];
const none: NeuronSet = [[], []];

async function open(device: Device, padding: Padding, without = none): Promise<Model> {
  const parameters = initialParameters(shape, 3);
  without.forEach((neurons, layer) => {
    const weight = parameters.get(`layers.${layer}.ff.linear2.weight`)!; // [width, feedForward]
    for (const f of neurons) for (let d = 0; d < shape.width; d++) weight[d * shape.feedForward + f] = 0;
  });
  return { executor: await loadModel(device, safrProgram(shape), shape, parameters), shape, padding };
}

async function plainLogits(model: Model): Promise<Float32Array> {
  await runBatch(model, 'predict', sentences);
  return model.executor.read('logits');
}

const opened = [{ label: 'tensorflow', device: await openOracle() }, ...(await openDevices())];
afterAll(async () => {
  for (const { device } of opened) await device.close();
});
const paddings: Padding[] = [{ padding: 'none' }, { padding: 'max', maxLength: shape.maxLength }];

describe.each(opened.flatMap(({ label, device }) => paddings.map((padding) => ({ label, device, padding }))))(
  'a neuron switched off on $label, padding $padding.padding',
  ({ device, padding }) => {
    const each = (neurons: NeuronSet) => sentences.map(() => neurons);

    it('has the same effect as removing its weights to the next layer', async () => {
      const [model, cut] = [await open(device, padding), await open(device, padding, off)];
      const found = await logitsWithout(model, sentences, each(off));
      expect(relativeError(found, await plainLogits(cut))).toBeLessThan(2e-6);
      expect(relativeError(found, await plainLogits(model))).toBeGreaterThan(1e-2);
      for (const { executor } of [model, cut]) await executor.close();
    });

    it('is off in its sentence only, and an empty set does not change a bit of the prediction', async () => {
      const model = await open(device, padding);
      const plain = await plainLogits(model);
      expect(await logitsWithout(model, sentences, each(none))).toEqual(plain);
      const one = await logitsWithout(
        model,
        sentences,
        sentences.map((_, b) => (b === 2 ? off : none)),
      );
      const rows = (logits: Float32Array) => sentences.map((_, b) => [...logits.subarray(3 * b, 3 * b + 3)]);
      const changed = rows(one).map((row, b) => String(row) !== String(rows(plain)[b]));
      expect(changed).toEqual([false, false, true, false, false, false]);
      await model.executor.close();
    });
  },
);
