import { execFileSync } from 'node:child_process';
import { truncateSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkRegular } from '../../../src/common/checkRegular.ts';
import { readSafetensors } from '../../../src/core/model/safetensors.ts';
import { describeFile } from '../../../src/core/dataset/sourceFile.ts';
import { temporaryFolder } from '../core/runs/temporaryFolder.ts';

const folder = temporaryFolder();

test('a folder and a file above the limit are refused; what does not exist is left to the reader', () => {
  expect(() => checkRegular(folder.path())).toThrow(/: it is a folder, not a file/);
  writeFileSync(folder.path('large'), '');
  truncateSync(folder.path('large'), 2 ** 40);
  expect(() => checkRegular(folder.path('large'), 1000)).toThrow(/has 1099511627776 bytes; at most 1000 are read/);
  expect(() => checkRegular(folder.path('missing'))).not.toThrow();
});

test.skipIf(process.platform === 'win32')('a pipe and a device are refused at once by readers', async () => {
  execFileSync('mkfifo', [folder.path('pipe')]);
  for (const path of [folder.path('pipe'), '/dev/zero']) {
    await expect(readSafetensors(path)).rejects.toThrow(`${path}: cannot be read: it is not a regular file`);
    await expect(describeFile(path)).rejects.toThrow(`${path}: cannot be read: it is not a regular file`);
  }
});
