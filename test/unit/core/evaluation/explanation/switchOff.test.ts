import { textOfWords } from '../../../../../src/core/dataset/textReader.ts';
import { afterAll, describe, expect, it } from 'vitest';
import { largest, runBatch, type Model } from '../../../../../src/core/model/model.ts';
import { logitsWithout, marginOf, sizeOf, type NeuronSet } from '../../../../../src/core/evaluation/neuronSet.ts';
import { explain, inspect, type ExplainOptions } from '../../../../../src/core/evaluation/explanation/explain.ts';
import { neuronEffects, switchOff } from '../../../../../src/core/evaluation/explanation/switchOff.ts';
import type { Padding } from '../../../../../src/core/model/batch.ts';
import { loadModel, writeParameters } from '../../../../../src/core/model/loadModel.ts';
import { initialParameters } from '../../../../../src/core/model/parameters.ts';
import { safrProgram } from '../../../../../src/core/model/safrProgram.ts';
import type { ModelShape } from '../../../../../src/core/model/modelShape.ts';
import { loadTinyEncoder } from '../tinyEncoder.ts';
import { openTensorflowDevice } from '../../../../../src/engine/tensorflow/device.ts';
import { UserError } from '../../../../../src/common/userError.ts';

const shape: ModelShape = {
  ...{ vocabulary: 30, classes: 3, width: 12, heads: 2, layers: 2, feedForward: 14 },
  ...{ maskHidden: 8, maxLength: 9, dropout: 0, pretrained: null },
};
/** A neuron in each layer that never fires. */
const dead = 5;
const ids = Int32Array.of(7, 3, 21, 3, 14);
const read = textOfWords(
  ['so', 'it', 'goes', 'it', 'went'],
  [0, 3, 6, 11, 14].map((start) => ({ start, end: start + 2 })),
  ids,
);
const text = { text: read, classes: ['a', 'b', 'c'], theta: 0.5 };

function parameters(without: NeuronSet = [[], []]) {
  const values = initialParameters(shape, 5);
  for (let layer = 0; layer < shape.layers; layer++) {
    const name = `layers.${layer}.ff`;
    values.get(`${name}.linear1.bias`)![dead] = -1e3;
    const scale = values.get(`layers.${layer}.norm2.weight`)!;
    scale.forEach((_, d) => (scale[d] = 0.5 + d / 10));
    for (const f of without[layer]!)
      for (let d = 0; d < shape.width; d++) values.get(`${name}.linear2.weight`)![d * shape.feedForward + f] = 0;
  }
  return values;
}

const allOf = ({ layers, feedForward }: ModelShape): NeuronSet =>
  Array.from({ length: layers }, () => Array.from({ length: feedForward }, (_, f) => f));

const device = await openTensorflowDevice();
const executor = await loadModel(device, safrProgram(shape), shape, parameters());
const changed = await loadModel(device, safrProgram(shape), shape, parameters());
afterAll(() => device.close());

/** The logits for parameters in which the weights of the neurons are 0. */
async function logitsByParameters(padding: Padding, without: NeuronSet): Promise<Float32Array> {
  await writeParameters(changed, parameters(without));
  await runBatch({ executor: changed, shape, padding }, 'predict', [{ ids, label: 0 }]);
  return changed.read('logits');
}

describe.each([{ padding: 'none' }, { padding: 'max', maxLength: 9 }] as Padding[])('padding $padding', (padding) => {
  const model: Model = { executor, shape, padding };
  const options: ExplainOptions = { ...model, ...text };

  it('gives for each neuron the change of the margin without its weights, in every block', async () => {
    const plain = await logitsByParameters(padding, [[], []]);
    const predicted = largest(plain);
    const { margin, effects } = await neuronEffects(options, allOf(shape));
    expect(margin).toBeCloseTo(marginOf(plain, predicted), 5);
    for (let layer = 0; layer < shape.layers; layer++) {
      for (let f = 0; f < shape.feedForward; f++) {
        const without = await logitsByParameters(padding, layer === 0 ? [[f], []] : [[], [f]]);
        expect(effects[layer]![f], `${layer}:${f}`).toBeCloseTo(marginOf(without, predicted) - margin, 5);
      }
      expect(effects[layer]!.filter((effect) => Math.abs(effect) > 1e-3).length).toBeGreaterThan(3);
      expect(effects[layer]![dead]).toBe(0);
    }
  });

  it('predicts the text with and without several neurons', async () => {
    const set: NeuronSet = [
      [1, 2, dead],
      [0, 3, 4, 6, 7, 8, 9, 10],
    ];
    const result = await switchOff(options, set);
    const { predicted, probabilities } = await explain(options);
    expect(result.before).toMatchObject({ predicted, probabilities });
    const plain = await logitsByParameters(padding, [[], []]);
    const without = await logitsByParameters(padding, set);
    expect(result.before.margin).toBeCloseTo(marginOf(plain, largest(plain)), 5);
    expect(result.after.margin).toBeCloseTo(marginOf(without, largest(plain)), 5);
    expect(result.after.predicted).toBe(text.classes[largest(without)]);
    const exps = without.map(Math.exp);
    const total = exps.reduce((sum, value) => sum + value, 0);
    result.after.probabilities.forEach(({ probability }, c) => expect(probability).toBeCloseTo(exps[c]! / total, 5));
    expect(Math.abs(result.after.margin - result.before.margin)).toBeGreaterThan(0.01);
  });

  it('leaves the prediction bitwise equal if no active neuron is switched off', async () => {
    for (const set of [
      [[], []],
      [[dead], [dead]],
    ]) {
      const { before, after, active, random } = await switchOff(options, set);
      expect(after).toEqual(before);
      expect(active).toBe(0);
      expect(random).toMatchObject({ mean: 0, deviation: 0, flips: 0 });
    }
  });

  it('draws the same number of random neurons from the active ones', async () => {
    const { activations } = await inspect(options);
    const firing = activations.map((layer) =>
      Array.from({ length: shape.feedForward }, (_, f) => f).filter((f) =>
        layer.some((value, at) => at % shape.feedForward === f && value > 0),
      ),
    );
    const all = await switchOff(options, firing);
    expect(all.active).toBe(sizeOf(firing));
    const change = all.after.margin - all.before.margin;
    expect(all.random).toMatchObject({ draws: 10, mean: expect.closeTo(change), deviation: expect.closeTo(0) });
    const one = await switchOff(options, [[firing[0]![0]!], []]);
    const effects = Array.from((await neuronEffects(options, allOf(shape))).effects[0]!);
    expect(one.random.mean).toBeGreaterThan(Math.min(...effects));
    expect(one.random.mean).toBeLessThan(Math.max(...effects));
    expect(one.random.deviation).toBeGreaterThan(0);
  });
});

it('gives the effect of neurons of an encoder as a run without each has it, at special tokens too', async () => {
  const encoder = await loadTinyEncoder(device);
  const options: ExplainOptions = { ...encoder, ...text };
  const { margin, effects } = await neuronEffects(options, allOf(encoder.shape));
  for (const layer of effects.keys()) {
    for (let f = 0; f < encoder.shape.feedForward; f++) {
      const off = [[], []].map((_, l) => (l === layer ? [f] : []));
      const without = await logitsWithout(encoder, [{ ids, label: 0 }], [off]);
      const plain = await logitsWithout(encoder, [{ ids, label: 0 }], [[[], []]]);
      const change = marginOf(without, largest(plain)) - margin;
      expect(effects[layer]![f], `${layer}:${f}`).toBeCloseTo(change, 5);
    }
    expect(effects[layer]!.some((effect) => Math.abs(effect) > 1e-4)).toBe(true);
  }
});

it('leaves the effects of neurons that are not asked for out', async () => {
  const options: ExplainOptions = { executor, shape, padding: { padding: 'none' }, ...text };
  const all = await neuronEffects(options, allOf(shape));
  const { effects } = await neuronEffects(options, [[3], [1, 2]]);
  expect(effects[0]!.map((_, f) => (f === 3 ? all.effects[0]![3]! : NaN))).toEqual(effects[0]);
  expect(effects[1]!.findIndex((effect) => !Number.isNaN(effect))).toBe(1);
  expect((await neuronEffects(options, [])).effects.flatMap((layer) => [...layer]).every(Number.isNaN)).toBe(true);
});

it('rejects a text without tokens', async () => {
  const empty: ExplainOptions = {
    ...{ executor, shape, padding: { padding: 'none' } },
    ...{ ...text, text: { ...read, ids: new Int32Array(0) } },
  };
  await expect(switchOff(empty, [[], []])).rejects.toThrow(UserError);
  await expect(neuronEffects(empty, [])).rejects.toThrow(UserError);
});
