import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openSafetensors, openShards } from '../../../../../src/core/model/pretrained/safetensorsReader.ts';
import { encodeSafetensors, writeSafetensors } from '../../../../../src/core/model/safetensors.ts';
import { UserError } from '../../../../../src/common/userError.ts';
import { temporaryFolder } from '../../runs/temporaryFolder.ts';

const folder = temporaryFolder();
const weight = { name: 'weight', shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) };
const bias = { name: 'bias', shape: [2], values: Float64Array.of(0.5, -1) };
const ids = { name: 'ids', shape: [1], values: BigInt64Array.of(7n) };

const writeIndex = (weightMap: unknown) =>
  writeFileSync(folder.path('model.safetensors.index.json'), JSON.stringify({ metadata: {}, weight_map: weightMap }));
const index = () => folder.path('model.safetensors.index.json');

test('reads single tensors of a file as float32', async () => {
  await writeSafetensors(folder.path('a.safetensors'), [weight, bias, ids]);
  const file = await openSafetensors(folder.path('a.safetensors'));
  expect(file.shapes.get('weight')).toEqual([2, 2]);
  expect(await file.read('weight')).toEqual(weight.values);
  expect(await file.read('bias')).toEqual(Float32Array.of(0.5, -1));
  await expect(file.read('ids')).rejects.toThrow('tensor "ids" is of type I64');
  await file.close();
});

test('refuses a file that is cut off at any place, and one of another format', async () => {
  const bytes = Buffer.concat(encodeSafetensors([weight]));
  for (const length of [0, 5, 8, 40, bytes.length - 1]) {
    writeFileSync(folder.path('cut'), bytes.subarray(0, length));
    await expect(openSafetensors(folder.path('cut'))).rejects.toThrow('not a sound safetensors file');
  }
  writeFileSync(folder.path('other'), 'version https://git-lfs.github.com/spec/v1');
  await expect(openSafetensors(folder.path('other'))).rejects.toThrow('of another format');
});

test('reads tensors from the files of an index', async () => {
  await writeSafetensors(folder.path('1.safetensors'), [weight]);
  await writeSafetensors(folder.path('2.safetensors'), [bias]);
  writeIndex({ weight: '1.safetensors', bias: '2.safetensors' });
  const files = await openShards(index());
  expect([...files.shapes]).toEqual([
    ['weight', [2, 2]],
    ['bias', [2]],
  ]);
  expect(await files.read('bias')).toEqual(Float32Array.of(0.5, -1));
  await files.close();
});

test.each<[what: string, weightMap: unknown, message: string]>([
  ['no list', 'weights', 'not an index'],
  ['files outside the folder', { weight: '../1.safetensors' }, 'not an index'],
  ['a file that is missing', { weight: '3.safetensors' }, '3.safetensors: cannot be read: no such file'],
  ['a tensor that its file does not have', { bias: '1.safetensors' }, '1.safetensors has no tensor "bias"'],
])('refuses an index of %s', async (_, weightMap, message) => {
  await writeSafetensors(folder.path('1.safetensors'), [weight]);
  writeIndex(weightMap);
  await expect(openShards(index())).rejects.toThrow(UserError);
  await expect(openShards(index())).rejects.toThrow(message);
});
