import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openTorchFile } from '../../../../../src/core/model/pretrained/torchReader.ts';
import { UserError } from '../../../../../src/common/userError.ts';
import { temporaryFolder } from '../../runs/temporaryFolder.ts';

const folder = temporaryFolder();
const fixture = (name: string) => `test/fixtures/pretrained/torch/${name}.bin`;

test('reads views of shared storages, and 16 and 64 bits, as float32', async () => {
  const file = await openTorchFile(fixture('views'));
  const table = Array.from({ length: 12 }, (_, i) => i);
  const expected: [name: string, shape: number[], values: number[]][] = [
    ['whole', [3, 4], table],
    ['transposed', [4, 3], [0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11]],
    ['inner', [2, 2], [5, 6, 9, 10]],
    ['scalar', [], [2.5]],
    ['empty', [0, 4], []],
    ['expanded', [2, 3], [7, 7, 7, 7, 7, 7]],
    ['half', [2], [1.5, -2]],
    ['brain', [2], [1.5, -2]],
    ['double', [1], [0.25]],
  ];
  for (const [name, shape, values] of expected) {
    expect(file.shapes.get(name)).toEqual(shape);
    expect(await file.read(name)).toEqual(Float32Array.from(values));
  }
  await expect(file.read('ids')).rejects.toThrow('tensor "ids" is a LongStorage');
  await file.close();
});

test.each([
  ['a file that would call a function in Python', 'hostile', 'refers to posix.system'],
  ['a file whose content is a call', 'hostileRoot', 'refers to posix.system'],
  ['a pickled module', 'module', 'refers to torch.nn.modules.linear.Linear'],
  ['the format before PyTorch 1.6', 'legacy', 'PyTorch before 1.6'],
  ['a checkpoint of a training', 'checkpoint', '"state_dict" is not a tensor'],
])('refuses %s', async (_, name, message) => {
  await expect(openTorchFile(fixture(name))).rejects.toThrow(message);
  await expect(openTorchFile(fixture(name))).rejects.toMatchObject({
    remedy: expect.stringContaining('save_pretrained'),
  });
});

test('names a file that is missing, and one that is cut off', async () => {
  await expect(openTorchFile(folder.path('none.bin'))).rejects.toThrow('none.bin: cannot be read: no such file');
  const bytes = readFileSync(fixture('views'));
  for (const length of [0, 100, bytes.length - 30]) {
    writeFileSync(folder.path('cut.bin'), bytes.subarray(0, length));
    await expect(openTorchFile(folder.path('cut.bin'))).rejects.toThrow(UserError);
  }
});
