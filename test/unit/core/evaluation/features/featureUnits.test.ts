import { afterAll, describe, expect, test } from 'vitest';
import { FeatureUnits } from '../../../../../src/core/evaluation/features/featureUnits.ts';
import { observeBatch } from '../../../../../src/core/evaluation/observe.ts';
import { autoencoderProgram } from '../../../../../src/core/model/autoencoder.ts';
import { widthOf, type ActivationSite } from '../../../../../src/core/model/forward.ts';
import { writeParameters } from '../../../../../src/core/model/loadModel.ts';
import { runBatch } from '../../../../../src/core/model/model.ts';
import { openWasmDevice } from '../../../../../src/engine/wasm/device.ts';
import { loadTinyEncoder } from '../tinyEncoder.ts';

const device = await openWasmDevice({ threads: 1 });
afterAll(() => device.close());

const texts = [
  [5, 6, 7, 9],
  [8, 5],
].map((ids, index) => ({ index, ids: Int32Array.from(ids), label: index }));

/** An autoencoder without error: the features of an activation x are max(0, x) and max(0, −x). */
async function exactUnits(at: ActivationSite) {
  const model = await loadTinyEncoder(device, { replaced: at });
  const width = widthOf(model.shape, at);
  const shape = { width, features: 2 * width, active: width };
  const executor = await device.load(autoencoderProgram(shape));
  const signs = new Float32Array(2 * width * width);
  for (let i = 0; i < width; i++) [signs[i * width + i], signs[(width + i) * width + i]] = [1, -1];
  await writeParameters(
    executor,
    new Map([
      ['encoder.weight', signs],
      ['encoder.bias', new Float32Array(2 * width)],
      ['decoder.table', signs],
      ['decoder.bias', new Float32Array(width)],
      ['threshold', new Float32Array(1)],
    ]),
  );
  return { model, width, units: new FeatureUnits(model, { executor, shape, at }) };
}

const sites: readonly ActivationSite[] = [{ site: 'embedding' }, { site: 'ffn', layer: 0 }];

describe.each(sites)('the features of an autoencoder at %j', (at) => {
  test('are those of the tokens of a text, without special ones', async () => {
    const { model, width, units } = await exactUnits(at);
    const observed = await units.observe(texts);
    const own = await observeBatch(model, texts);
    for (const [b, { hidden, predicted }] of observed.entries()) {
      expect(predicted).toBe(own[b]!.predicted);
      expect(hidden).toHaveLength(1);
      const activations = at.site === 'ffn' ? own[b]!.hidden[0]! : own[b]!.masked;
      const positive = Array.from(activations, (_, i) => hidden[0]![2 * width * Math.floor(i / width) + (i % width)]);
      expect(positive).toEqual(Array.from(activations, (value) => Math.max(0, value)));
    }
  });

  test('leave the logits as they are while all are on, also of sentences that were not observed', async () => {
    const { model, units } = await exactUnits(at);
    await runBatch(model, 'predict', texts);
    const expected = await model.executor.read('logits');
    const found = await units.logits(texts);
    found.forEach((logit, i) => expect(logit).toBeCloseTo(expected[i]!, 4));
  });

  test('take effect in the texts where they are switched off', async () => {
    const { units, width } = await exactUnits(at);
    const all = Array.from({ length: 2 * width }, (_, f) => f);
    const [first, second] = await logitsOf(units, [[]], [[]]);
    const [changed, unchanged] = await logitsOf(units, [all], [[]]);
    expect(changed).not.toEqual(first);
    expect(unchanged).toEqual(second);
  });
});

/** Of the two texts. */
async function logitsOf(units: FeatureUnits, ...off: readonly (readonly number[][])[]): Promise<number[][]> {
  const logits = await units.logitsWithout(texts, off);
  const classes = logits.length / texts.length;
  return texts.map((_, b) => [...logits.subarray(b * classes, (b + 1) * classes)]);
}
