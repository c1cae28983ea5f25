import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { startProcess, temporaryFolder } from './safr.ts';

const lines = 1_000_000;
const maxBytes = 2 ** 30;

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
  const cwd = temporaryFolder();
  writeLines(join(cwd, 'train.tsv'));
  const source = (name: string) => JSON.stringify(resolve(`src/core/${name}.ts`));
  const script = join(cwd, 'open.mjs');
  writeFileSync(
    script,
    `import { openDataset } from ${source('dataset/dataset')};
    import { parseExperiment } from ${source('experiment/parseExperiment')};
    const experiment = parseExperiment('{ "dataset": { "source": "files", "train": "train.tsv" } }', 'x.safr.json');
    const { train, dev, test } = await openDataset(experiment, { baseDir: '.' });
    const bytes = 1024 * process.resourceUsage().maxRSS;
    console.log(JSON.stringify({ sizes: [train.length, dev.length, test.length], bytes }));`,
  );
  // The Node that runs the tests: it imports TypeScript.
  const { code, stdout, stderr } = await startProcess(process.execPath, [script], { cwd }).outcome;
  expect(code, stderr).toBe(0);
  const { sizes, bytes } = JSON.parse(stdout) as { sizes: number[]; bytes: number };
  expect(sizes).toEqual([lines * 0.8, lines * 0.1, lines * 0.1]);
  expect(bytes).toBeLessThan(maxBytes);
});
