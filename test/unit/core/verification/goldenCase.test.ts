import { describe, expect, it } from 'vitest';
import { decodeSafetensors, readSafetensors, type Safetensors } from '../../../../src/core/model/safetensors.ts';
import { verifyGoldenCase } from '../../../../src/core/verification/goldenCase.ts';
import { readGoldenFolder } from '../../../../src/core/verification/goldenFolder.ts';
import { openTensorflowDevice } from '../../../../src/engine/tensorflow/device.ts';
import { UserError } from '../../../../src/common/userError.ts';

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

it('names the file that is missing in a golden folder', async () => {
  await expect(readGoldenFolder('test/fixtures')).rejects.toThrow(/weights\.safetensors: cannot be read: no such file/);
});
