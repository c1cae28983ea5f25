import { build } from 'esbuild';
import { execFile } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { folderOf } from './experiments.ts';

const lines = 1_000_000;
const root = resolve(import.meta.dirname, '../../../..');

function writeLines(path: string): void {
  const file = openSync(path, 'w');
  writeSync(file, 'text\tlabel\n');
  for (let start = 0; start < lines; start += 10000) {
    const row = (i: number) =>
      `line ${i} has words of its own such as identifier-number-${i} and w${i % 5003} w${i % 30011}\tc${i % 3}\n`;
    writeSync(file, Array.from({ length: 10000 }, (_, i) => row(start + i)).join(''));
  }
  closeSync(file);
}

test('a million lines, with two new words in each, open within 1 GiB of memory', async () => {
  const folder = folderOf({});
  writeLines(join(folder, 'train.tsv'));
  const modules = ['dataset/dataset', 'experiment/parseExperiment'].map((name) =>
    JSON.stringify(join(root, `src/core/${name}.ts`)),
  );
  const code = `
    import { openDataset } from ${modules[0]};
    import { parseExperiment } from ${modules[1]};
    const experiment = parseExperiment('{ "dataset": { "source": "files", "train": "train.tsv" } }', 'x.safr.json');
    const { train, dev, test } = await openDataset(experiment, { baseDir: ${JSON.stringify(folder)} });
    console.log(JSON.stringify([train.length, dev.length, test.length, process.resourceUsage().maxRSS]));`;
  const script = join(folder, 'open.mjs');
  await build({
    stdin: { contents: code, resolveDir: root },
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    outfile: script,
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
  });
  const { stdout } = await promisify(execFile)(process.execPath, [script]);
  rmSync(folder, { recursive: true });
  const [train, dev, tests, kilobytes] = JSON.parse(stdout) as [number, number, number, number];
  expect([train, dev, tests]).toEqual([lines * 0.8, lines * 0.1, lines * 0.1]);
  expect(kilobytes).toBeLessThan(1024 * 1024);
}, 120000);
