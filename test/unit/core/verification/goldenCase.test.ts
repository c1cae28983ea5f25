import { describe, expect, it } from 'vitest';
import { writeFileSync } from 'node:fs';
import { Vocabulary } from '../../../../src/core/dataset/vocabulary.ts';
import { initialParameters, toTorch } from '../../../../src/core/model/parameters.ts';
import {
  decodeSafetensors,
  readSafetensors,
  writeSafetensors,
  type Safetensors,
} from '../../../../src/core/model/safetensors.ts';
import { verifyGoldenCase } from '../../../../src/core/verification/goldenCase.ts';
import { readGoldenFolder } from '../../../../src/core/verification/goldenFolder.ts';
import { openTensorflowDevice } from '../../../../src/engine/tensorflow/device.ts';
import { temporaryFolder } from '../runs/temporaryFolder.ts';
import { UserError } from '../../../../src/common/userError.ts';

const folder = temporaryFolder();
const path = 'test/fixtures/goldens/tiny.safetensors';
const tiny = await readSafetensors(path);
const device = await openTensorflowDevice();

/** The golden with the first value of a tensor changed by a share of the tensor's norm. */
function changed(name: string, share: number): Safetensors {
  const tensor = tiny.tensors.get(name)!;
  const values = (tensor.values as Float32Array).slice();
  values[0]! += share * Math.hypot(...values);
  return { ...tiny, tensors: new Map(tiny.tensors).set(name, { ...tensor, values }) };
}

describe('the check of a golden case', () => {
  it.each(['eval.attention', 'train.losses', 'grad.embedding.weight', 'final.layers.0.attention.query.weight'])(
    'notices a change of %s beyond tolerance',
    async (name) => {
      const wrong = (await verifyGoldenCase(device, changed(name, 1e-3), path)).filter(({ ok }) => !ok);
      expect(wrong.map(({ tensor }) => tensor)).toEqual([name]);
      expect(wrong[0]!.error).toBeCloseTo(1e-3, 5);
    },
  );

  it.each([
    ['input_ids', 1000n, /tensor "input_ids" holds 1000; allowed: 0 … \d+/],
    ['labels', -1n, /tensor "labels" holds -1; allowed: 0 … 1/],
    ['lengths', 999n, /tensor "lengths" holds 999; allowed: 0 … \d+/],
  ])('refuses %s out of range', async (name, value, message) => {
    const tensor = tiny.tensors.get(name)!;
    const values = (tensor.values as BigInt64Array).slice();
    values[0] = value;
    const tensors = new Map(tiny.tensors).set(name, { ...tensor, values });
    await expect(verifyGoldenCase(device, { ...tiny, tensors }, path)).rejects.toThrow(message);
  });

  it.each([
    ['layers', '1000000000', /1000000000 layers, but \d+ tensors/],
    ['heads', '3', /3 heads do not divide the width/],
    ['max_len', '-1', /maxLength is -1, not a positive whole number/],
    ['d_model', '1e300', /width is 1e\+300, not a positive whole number/],
    ['steps', '1000000', /"gumbel_noise" has \d+ values, not 1000000 steps/],
  ])('refuses %s %s of the metadata', async (name, value, message) => {
    const metadata = { ...tiny.metadata, [name]: value };
    await expect(verifyGoldenCase(device, { ...tiny, metadata }, path)).rejects.toThrow(message);
  });

  it('names the file and what is missing in it', async () => {
    const tensors = new Map(tiny.tensors);
    tensors.delete('init.fc.weight');
    await expect(verifyGoldenCase(device, { ...tiny, tensors }, path)).rejects.toThrow(
      `${path}: tensor "fc.weight" is missing`,
    );
    const metadata = { ...tiny.metadata, heads: 'four' };
    await expect(verifyGoldenCase(device, { ...tiny, metadata }, path)).rejects.toThrow(UserError);
    const empty = decodeSafetensors(new TextEncoder().encode('\u0002\0\0\0\0\0\0\0{}'), 'empty');
    await expect(verifyGoldenCase(device, empty, 'empty')).rejects.toThrow('empty: not a golden file');
  });
});

it('refuses results and a vocabulary that are not those of the model of a golden folder', async () => {
  const shape = { ...{ vocabulary: 3, classes: 2, width: 4, heads: 2, layers: 1, feedForward: 6 }, maskHidden: 3 };
  const whole = { ...shape, maxLength: 8, dropout: 0, pretrained: null };
  const metadata = { vocab: '3', d_model: '4', heads: '2', layers: '1', d_ff: '6', mask_hidden: '3', max_len: '8' };
  const weights = (changes: object) =>
    writeSafetensors(folder.path('weights.safetensors'), toTorch(whole, initialParameters(whole, 1)), {
      ...metadata,
      ...changes,
    });
  await weights({ layers: '1e9' });
  await expect(readGoldenFolder(folder.path())).rejects.toThrow(/no valid model shape: 1000000000 layers/);
  await weights({});
  writeFileSync(folder.path('vocabulary.json'), new Vocabulary(['one', 'two']).toText());
  await expect(readGoldenFolder(folder.path())).rejects.toThrow(/vocabulary\.json: has 4 words, the model 3/);
  writeFileSync(folder.path('vocabulary.json'), new Vocabulary(['one']).toText());
  const results = (srs: object) => writeFileSync(folder.path('expected.json'), JSON.stringify({ ...expected, srs }));
  results({ 0.5: points });
  await expect(readGoldenFolder(folder.path())).rejects.toThrow(/expected\.json: srs: it has no fraction 0\.3/);
  results({ 0.3: points, many: points });
  await expect(readGoldenFolder(folder.path())).rejects.toThrow(/expected\.json: srs: fractions lie in 0 … 1/);
  results({ 0.3: points });
  expect((await readGoldenFolder(folder.path())).shape).toEqual(whole);
});

const points = { imp: 1, inter: 2, both: 3 };
const expected = {
  ...{ accuracy: 82.1, predictions: [0, 1], 'predictions_srs_0.3': [1, 1] },
  neurons: {
    ...{ theta: 0.5, meanTokenCapacity: 0.5, meanKeepProbability: 0.5 },
    perInput: { unused: 0.1, monosemantic: 0.2, polysemantic: 0.3, neuronsPerToken: 2 },
    corpus: { dead: 0.1, monosemantic: 0.2, meanTopTypeShare: 0.5 },
  },
};

it('names the file that is missing in a golden folder', async () => {
  await expect(readGoldenFolder('test/fixtures')).rejects.toThrow(/weights\.safetensors: cannot be read: no such file/);
});
