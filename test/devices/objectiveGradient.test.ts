import { expect, test } from 'vitest';
import { makeBatch } from '../../src/core/model/batch.ts';
import { gradientOf } from '../../src/core/model/trainedPart.ts';
import { importanceSites } from '../../src/core/experiment/objective.ts';
import { exampleWeights } from '../../src/core/model/forward.ts';
import { loadModel } from '../../src/core/model/loadModel.ts';
import { initialParameters } from '../../src/core/model/parameters.ts';
import { safrProgram } from '../../src/core/model/safrProgram.ts';
import type { ModelShape } from '../../src/core/model/modelShape.ts';
import { exampleFactors } from '../../src/core/training/classWeights.ts';
import { openOracle } from './devices.ts';

// Without mask and dropout the whole loss is differentiable, so finite differences must agree with its gradient.

const shape: ModelShape = {
  vocabulary: 30,
  classes: 2,
  width: 8,
  heads: 2,
  layers: 2,
  feedForward: 12,
  maskHidden: null,
  maxLength: 9,
  dropout: 0,
  pretrained: null,
};
const sentences = [9, 4, 1].map((length, b) => ({
  ids: Int32Array.from({ length }, (_, i) => 2 + ((5 * i + 7 * b) % 28)),
  label: b % 2,
}));
const unweighted = makeBatch(sentences, { padding: 'none' });
const factors = exampleFactors([0.5, 3], sentences);
const batch = { ...unweighted, inputs: { ...unweighted.inputs, [exampleWeights]: factors } };
const weights = { importance: 30, interaction: 1 };
const watched = ['layers.0.ff.linear1.weight', 'layers.1.ff.linear1.bias', 'layers.0.attention.qkv.weight'];
const difference = 1e-2;

const chosen = { importanceSite: 'ffn', importanceLayers: [1], interactionLayers: [0] } as const;

test.each([...importanceSites.map((importanceSite) => ({ importanceSite })), chosen])(
  'the gradient of the loss is what differences of the loss show: %j',
  async (regularized) => {
    const device = await openOracle();
    const objective = { ...weights, ...regularized, information: false, gradientClip: null, weighted: true };
    const parameters = initialParameters(shape, 3);
    const executor = await loadModel(device, safrProgram(shape, objective), shape, parameters);
    const scalars = { seed: 1, step: 1, learningRate: 0, informationWeight: 0 };
    const loss = async () => {
      await executor.run('train', batch, scalars);
      const [crossEntropy, importance, interaction] = await executor.read('losses');
      return crossEntropy! + weights.importance * importance! + weights.interaction * interaction!;
    };
    await loss();
    for (const name of watched) {
      const gradient = await executor.read(gradientOf(name));
      const values = parameters.get(name)!;
      const at = gradient.reduce((best, value, i) => (Math.abs(value) > Math.abs(gradient[best]!) ? i : best), 0);
      const moved = async (by: number) => {
        const changed = Float32Array.from(values);
        changed[at]! += by;
        await executor.write(name, changed);
        return loss();
      };
      const slope = ((await moved(difference)) - (await moved(-difference))) / (2 * difference);
      await executor.write(name, values);
      expect(Math.abs(slope - gradient[at]!) / Math.abs(gradient[at]!), name).toBeLessThan(0.02);
    }
    await executor.close();
  },
);
