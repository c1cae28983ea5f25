import { expect, test } from 'vitest';
import { makeBatch } from '../../src/core/model/batch.ts';
import { gradientOf } from '../../src/core/model/trainedPart.ts';
import { importanceSites } from '../../src/core/experiment/objective.ts';
import { exampleWeights } from '../../src/core/model/forward.ts';
import { loadModel } from '../../src/core/model/loadModel.ts';
import { initialParameters, type Parameters } from '../../src/core/model/parameters.ts';
import { safrProgram, type TrainingObjective } from '../../src/core/model/safrProgram.ts';
import type { ModelShape } from '../../src/core/model/modelShape.ts';
import { exampleFactors } from '../../src/core/training/classWeights.ts';
import type { Batch } from '../../src/engine/program.ts';
import { openOracle } from './devices.ts';

// Without a mask the whole loss is differentiable, so finite differences must agree with its gradient.

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
/** Small enough for the curvature of the similarity loss: errors are below 0.4%, at 2e-2 up to 2%. */
const difference = 2.5e-3;

const scalars = { seed: 1, step: 1, learningRate: 0, informationWeight: 0 };

/** The largest gradient of each watched parameter must be the slope of the loss. */
async function expectSlopes(
  own: ModelShape,
  objective: TrainingObjective,
  given: Batch,
  parameters: Parameters,
  watched: readonly string[],
): Promise<void> {
  const device = await openOracle();
  const executor = await loadModel(device, safrProgram(own, objective), own, parameters);
  const loss = async () => {
    await executor.run('train', given, scalars);
    const [crossEntropy, importance, interaction, , similarity = 0] = await executor.read('losses');
    const regularized = objective.importance * importance! + objective.interaction! * interaction!;
    return crossEntropy! + regularized + (objective.similarity ?? 0) * similarity;
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
    expect(Math.abs(slope - gradient[at]!) / Math.abs(gradient[at]!), name).toBeLessThan(0.01);
  }
  await executor.close();
}

const cosine = { importanceSite: 'ffn', importanceForm: 'cosine' } as const;
const similar = { importanceSite: 'embedding', similarity: 30 } as const;
const chosen = { importanceSite: 'ffn', importanceLayers: [1], interactionLayers: [0] } as const;

test.each([...importanceSites.map((importanceSite) => ({ importanceSite })), cosine, similar, chosen])(
  'the gradient of the loss is what differences of the loss show: %j',
  (regularized) => {
    const objective = { ...weights, ...regularized, information: false, gradientClip: null, weighted: true };
    const watched = ['layers.0.ff.linear1.weight', 'layers.1.ff.linear1.bias', 'layers.0.attention.qkv.weight'];
    return expectSlopes(shape, objective, batch, initialParameters(shape, 3), watched);
  },
);

test.each([{}, { poolerDropout: true }, { activeNeurons: 3 }])(
  'it is in encoders, with the same dropout at every step: %j',
  async ({ activeNeurons, ...head }: { poolerDropout?: boolean; activeNeurons?: number }) => {
    const pretrained = {
      positions: 11,
      segments: 0,
      activation: 'gelu',
      epsilon: 1e-5,
      head: 'tanh',
      ...head,
    } as const;
    const encoder: ModelShape = { ...shape, dropout: 0.2, activeNeurons, pretrained };
    const initial = initialParameters(encoder, 3);
    const parameters = new Map(
      Array.from(initial, ([name, values]) => [name, /norm/i.test(name) ? values : values.map((value) => 20 * value)]),
    );
    const given = makeBatch(sentences, {
      padding: 'none',
      frame: { start: [0], middle: [], end: [1], secondSegment: 0 },
    });
    const objective = { ...weights, information: false, gradientClip: null } as const;
    const watched = [
      'pooler.weight',
      'layers.1.ff.linear2.weight',
      'layers.0.attention.qkv.weight',
      'positions.weight',
    ];
    for (const importanceSite of importanceSites) {
      for (const similarity of [0, 3])
        await expectSlopes(encoder, { ...objective, importanceSite, similarity }, given, parameters, watched);
    }
  },
);
