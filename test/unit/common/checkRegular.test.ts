import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkRegular } from '../../../src/common/checkRegular.ts';
import { exportRun } from '../../../src/core/bundle/exportRun.ts';
import { importRun } from '../../../src/core/bundle/importRun.ts';
import { openDataFile } from '../../../src/core/dataset/reading/openDataFile.ts';
import { openParquetFile } from '../../../src/core/dataset/reading/parquetFile.ts';
import { splitFiles } from '../../../src/core/dataset/reading/splitFiles.ts';
import { describeFile } from '../../../src/core/dataset/sourceFile.ts';
import { initialParameters } from '../../../src/core/model/parameters.ts';
import { readConfig } from '../../../src/core/model/pretrained/config.ts';
import { RandomAccessFile } from '../../../src/core/model/pretrained/tensorReader.ts';
import { readSafetensors } from '../../../src/core/model/safetensors.ts';
import { hashOfExperiment, RunWriter } from '../../../src/core/runs/runWriter.ts';
import { newRun } from '../core/runs/newRun.ts';
import { temporaryFolder } from '../core/runs/temporaryFolder.ts';

const folder = temporaryFolder();
const options = { textColumn: 'text', pair: false, labelColumn: 'label', quoting: 'auto', emptyRows: 'error' } as const;
const sizes = { width: 4, heads: 2, layers: 1, feedForward: 6, maskHidden: 3, maxLength: 8, dropout: 0.1 };
const shape = { vocabulary: 5, classes: 2, ...sizes, pretrained: null };

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
    const refused = `${path}: cannot be read: it is not a regular file`;
    await expect(readSafetensors(path)).rejects.toThrow(refused);
    await expect(describeFile(path)).rejects.toThrow(refused);
    await expect(openParquetFile(path, options)).rejects.toThrow(refused);
    await expect(importRun(path, folder.path('runs'))).rejects.toThrow(refused);
    await expect(readConfig(path)).rejects.toThrow(refused);
    await expect(RandomAccessFile.open(path)).rejects.toThrow(refused);
  }
  expect(readdirSync(folder.path('runs'))).toEqual([]);
});

test.skipIf(process.platform === 'win32')(
  'pipes in place of archives, references and files of runs are refused at once',
  async () => {
    const pipe = (path: string) => {
      execFileSync('mkfifo', [path]);
      return `${path}: cannot be read: it is not a regular file`;
    };
    const zip = pipe(folder.path('rows.zip'));
    await expect(openDataFile(folder.path('rows.zip', 'train.csv'), options)).rejects.toThrow(zip);
    mkdirSync(folder.path('hub', 'snapshots', 'a'), { recursive: true });
    mkdirSync(folder.path('hub', 'refs'));
    const main = pipe(folder.path('hub', 'refs', 'main'));
    await expect(splitFiles({ train: 'hub' }, folder.path())).rejects.toThrow(main);
    const experiment = pipe(folder.path('experiment.json'));
    await expect(hashOfExperiment(folder.path())).rejects.toThrow(experiment);

    const run = await RunWriter.create(newRun(folder.path('runs')));
    await run.writeWeights(shape, initialParameters(shape, 1), null);
    await run.end('finished', 'all done');
    rmSync(run.path('vocabulary'));
    await expect(exportRun(run.directory, '', folder.path('a.tgz'))).rejects.toThrow(pipe(run.path('vocabulary')));
  },
);
