import { expect, test } from 'vitest';
import { threefry } from '../../src/common/random.ts';
import { makeBatch, type Padding } from '../../src/core/model/batch.ts';
import { exampleWeights } from '../../src/core/model/forward.ts';
import { loadModel, readParameters } from '../../src/core/model/loadModel.ts';
import type { ModelShape } from '../../src/core/model/modelShape.ts';
import { initialParameters } from '../../src/core/model/parameters.ts';
import { safrProgram, type TrainingObjective } from '../../src/core/model/safrProgram.ts';
import { exampleFactors } from '../../src/core/training/classWeights.ts';
import { runStep } from '../../src/core/training/stepPlan.ts';
import type { Device } from '../../src/engine/device.ts';
import { relativeError } from './case.ts';
import { openDevices, openOracle } from './devices.ts';

// Steps whose batches are computed in parts are the same steps: same masks, dropout, means and clipping.

const own: ModelShape = {
  ...{ vocabulary: 61, classes: 3, width: 36, heads: 3, layers: 2, feedForward: 50, maskHidden: 21 },
  ...{ maxLength: 24, dropout: 0.1, pretrained: null },
};
const encoder: ModelShape = {
  ...own,
  pretrained: { positions: 26, segments: 2, activation: 'gelu', epsilon: 1e-12, head: 'tanh' },
};
const frame = { start: [58], middle: [59], end: [59], secondSegment: 1 };

const objective: TrainingObjective = {
  ...{ importance: 0.1, importanceSite: 'embedding', interaction: 1, information: true, gradientClip: 0.5 },
  ...{ weighted: true, weightDecay: 0.01 },
};

const situations: Record<string, { shape: ModelShape; padding: Padding; objective: TrainingObjective }> = {
  'the own model': { shape: own, padding: { padding: 'none' }, objective },
  'the own model with padded rows': { shape: own, padding: { padding: 'max', maxLength: 24 }, objective },
  'an encoder': { shape: encoder, padding: { padding: 'none', frame }, objective },
  'the head of an encoder': {
    shape: { ...encoder, maskHidden: null },
    padding: { padding: 'none', frame },
    objective: { ...objective, information: false, trainable: 0 },
  },
};

function batchOf(step: number, padding: Padding) {
  const length = (b: number) => 1 + (threefry(9, step, b, 0)[0] % 24);
  const sentences = Array.from({ length: 7 }, (_, b) => ({
    ids: Int32Array.from({ length: length(b) }, (_, i) => 1 + (threefry(9, step, b, i + 1)[0] % 57)),
    label: b % 3,
  }));
  const batch = makeBatch(sentences, padding);
  return { ...batch, inputs: { ...batch.inputs, [exampleWeights]: exampleFactors([0.5, 3, 1], sentences) } };
}

async function train(device: Device, name: string, maxRows: number) {
  const { shape, padding, objective } = situations[name]!;
  const program = safrProgram(shape, objective, { inParts: true });
  const executor = await loadModel(device, program, shape, initialParameters(shape, 3));
  const results: Float32Array[][] = [];
  for (let step = 1; step <= 3; step++) {
    const scalars = { seed: 7, step, learningRate: 1e-3, informationWeight: 0.5 };
    const { losses, probabilities } = await runStep(executor, { program, maxRows }, batchOf(step, padding), scalars);
    results.push([await losses, await probabilities]);
  }
  const parameters = await readParameters(executor, shape);
  await executor.close();
  return { results, parameters };
}

const devices = [{ label: 'tensorflow', device: await openOracle() }, ...(await openDevices())];

test.each(Object.keys(situations))(
  'a step in parts is the step on the whole batch: %s',
  async (name) => {
    for (const { device, label } of devices) {
      // Its many pipelines are slow to compile on a CPU.
      if (device.name === 'webgpu' && name !== 'an encoder') continue;
      const whole = await train(device, name, Infinity);
      const parts = await train(device, name, 50);
      parts.results.forEach((values, i) => {
        values.forEach((own, k) => {
          expect(relativeError(own, whole.results[i]![k]!), `${label}: step ${i + 1}`).toBeLessThan(1e-5);
        });
      });
      for (const [parameter, values] of whole.parameters) {
        if (parameter.endsWith('qkv.bias')) continue; // the part of the keys is magnified rounding noise, see docs/measures.md
        expect(relativeError(parts.parameters.get(parameter)!, values), `${label}: ${parameter}`).toBeLessThan(1e-4);
      }
    }
  },
  120_000,
);
