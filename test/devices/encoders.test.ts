import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { makeBatch, type Padding, type Sentence } from '../../src/core/model/batch.ts';
import { loadModel, readParameters } from '../../src/core/model/loadModel.ts';
import { blockInput } from '../../src/core/model/forward.ts';
import { architectures, type Architecture } from '../../src/core/model/pretrained/config.ts';
import { PretrainedFolder } from '../../src/core/model/pretrained/folder.ts';
import type { ModelShape } from '../../src/core/model/modelShape.ts';
import { initialParameters, parameterSpecs, type Parameters } from '../../src/core/model/parameters.ts';
import { lossNames } from '../../src/core/model/losses.ts';
import { safrProgram, type TrainingObjective } from '../../src/core/model/safrProgram.ts';
import { trainedPart, type Trainable } from '../../src/core/model/trainedPart.ts';
import type { Device } from '../../src/engine/device.ts';
import { relativeError } from './case.ts';
import { openDevices, openOracle } from './devices.ts';
import { compareEncoder } from './encoderGolden.ts';

/** What transformers computes for each text alone: test/fixtures/pretrained/make.py. */
interface Golden {
  readonly ids: number[];
  readonly segments: number[];
  readonly logits: number[];
  /** Output of the last block. */
  readonly hidden: number[];
}
const fixtures = 'test/fixtures/pretrained';
const goldens = JSON.parse(readFileSync(`${fixtures}/golden.json`, 'utf8')) as Record<Architecture, Golden[]>;

const isSpecial = (id: number) => id < 3;
/** Their content: the last of them is a pair. */
function sentencesOf(architecture: Architecture): Sentence[] {
  return goldens[architecture].map(({ ids }) => {
    const content = { ids: Int32Array.from(ids.filter((id) => !isSpecial(id))), label: 0 };
    const middle = ids.indexOf(2);
    return middle === ids.length - 1 ? content : { ...content, boundary: middle - 1 };
  });
}
const paddingOf = (architecture: Architecture): Padding => ({
  padding: 'none',
  frame: {
    start: [goldens[architecture][0]!.ids[0]!],
    ...{ middle: [2], end: [2] },
    secondSegment: architecture === 'bert' ? 1 : 0,
  },
});

/** The largest difference, relative to the largest value. */
function largestError(found: Float32Array, expected: readonly number[]): number {
  if (found.length !== expected.length) return Infinity;
  const difference = Math.max(...expected.map((value, i) => Math.abs(value - found[i]!)));
  return difference / Math.max(...expected.map(Math.abs));
}

/** Logits and outputs of the last block of all texts in one batch. */
async function compute(device: Device, architecture: Architecture) {
  const folder = await PretrainedFolder.open(`${fixtures}/${architecture}`);
  const shape = folder.shape(3, null, 10, 0.1);
  const parameters = folder.parameters(shape, 1, { keepClassifier: true });
  const executor = await loadModel(device, safrProgram(shape), shape, parameters);
  try {
    const batch = makeBatch(sentencesOf(architecture), paddingOf(architecture));
    await executor.run('predict', batch);
    const logits = await executor.read('logits');
    await executor.run('explain', batch); // the last block of `predict` has first tokens only
    return { logits, hidden: await executor.read(blockInput(shape.layers)) };
  } finally {
    await executor.close();
    await folder.close();
  }
}

const oracle = { label: 'tensorflow', device: await openOracle() };
const devices = [oracle, ...(await openDevices())];

for (const { label, device } of devices) {
  const tolerance = device.name === 'webgpu' ? 5e-5 : 1e-5;
  test.each(architectures)(`${label} computes what transformers does: %s`, async (architecture) => {
    const { logits, hidden } = await compute(device, architecture);
    const expected = goldens[architecture];
    expect(
      largestError(
        logits,
        expected.flatMap((golden) => golden.logits),
      ),
    ).toBeLessThan(tolerance);
    expect(
      largestError(
        hidden,
        expected.flatMap((golden) => golden.hidden),
      ),
    ).toBeLessThan(tolerance);
  });
}

for (const { label, device } of devices) {
  test(`${label} computes mask and regularizers of chosen blocks, and trains with them, as PyTorch does`, () =>
    compareEncoder(device, `${fixtures}/regularized`));
}

describe('a mask and regularizers on an encoder', () => {
  const shape: ModelShape = {
    ...{
      vocabulary: 30,
      classes: 3,
      width: 12,
      heads: 3,
      layers: 2,
      feedForward: 16,
      maskHidden: 6,
      maxLength: 10,
      dropout: 0.2,
    },
    pretrained: { positions: 10, segments: 2, activation: 'gelu', epsilon: 1e-12, head: 'tanh' },
  };
  const objective: TrainingObjective = {
    ...{ importance: 0.5, interaction: 0.7, importanceSite: 'ffn', information: true, gradientClip: null },
    weightDecay: 0.01,
  };
  const texts = sentencesOf('bert');
  const padding = paddingOf('bert');

  /** Parameters after one step. */
  async function trainedParameters(device: Device, trainable: Trainable, own = shape): Promise<Parameters> {
    const program = safrProgram(own, { ...objective, trainable });
    const executor = await loadModel(device, program, own, initialParameters(own, 3));
    try {
      const scalars = { seed: 5, step: 1, learningRate: 1e-2, informationWeight: 0.3 };
      await executor.run('train', makeBatch(texts, padding), scalars);
      return await readParameters(executor, own);
    } finally {
      await executor.close();
    }
  }

  const expectedSparse = openOracle().then((oracle) =>
    trainedParameters(oracle, 'all', { ...shape, activeNeurons: 3 }),
  );

  for (const { label, device } of devices) {
    test(`${label} trains the last block and the head alone as it does together with all others`, async () => {
      const [all, last] = [await trainedParameters(device, 'all'), await trainedParameters(device, 1)];
      const { isTrained } = trainedPart(shape, 1);
      const initial = initialParameters(shape, 3);
      for (const { name } of parameterSpecs(shape)) {
        expect(last.get(name), name).toEqual(isTrained(name) ? all.get(name) : initial.get(name));
        expect(all.get(name), name).not.toEqual(initial.get(name));
      }
    });

    test(`${label} keeps the same neurons of an encoder as the oracle`, async () => {
      const sparse = { ...shape, activeNeurons: 3 };
      const [found, expected] = [await trainedParameters(device, 'all', sparse), await expectedSparse];
      for (const [name, values] of expected) {
        if (!name.endsWith('qkv.bias')) expect(relativeError(found.get(name)!, values), name).toBeLessThan(1e-3);
      }
      expect(found.get('layers.1.ff.threshold')![0]).toBeGreaterThan(0);
    });

    test(`${label} leaves special tokens out of mask and losses`, async () => {
      const executor = await loadModel(device, safrProgram(shape), shape, initialParameters(shape, 3));
      try {
        await executor.run('measureLosses', makeBatch(texts, padding));
        const withSpecial = await executor.read('losses');
        const keep = await executor.read('keep');
        goldens.bert.flatMap(({ ids }) => ids).forEach((id, row) => isSpecial(id) && expect(keep[row]).toBe(1));
        const frame = { start: [], middle: [], end: [], secondSegment: 1 };
        const content = texts.filter(({ ids }) => ids.length);
        await executor.run('measureLosses', makeBatch(content, { padding: 'none', frame }));
        const without = await executor.read('losses');
        for (const loss of ['importance', 'information'] as const) {
          const at = lossNames.indexOf(loss);
          expect(withSpecial[at]).toBeCloseTo(without[at]!, 5);
          expect(withSpecial[at]).not.toBe(0);
        }
      } finally {
        await executor.close();
      }
    });
  }
});
