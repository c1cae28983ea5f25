import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseExperiment } from '../../src/core/experiment/parseExperiment.ts';
import { blockCommands } from '../shellCommands.ts';
import { safr } from './safr.ts';
import { writeTinyEncoder } from './tinyEncoder.ts';
import { tinyRows } from './tinyExperiment.ts';

/** Those that need a network or a cluster; test/unit/documentedCommands.test.ts holds them against the options of the commands. */
const needsMore = /^(download|devices --install|sweep .* --slurm)/;
const commands = blockCommands('README.md')
  .filter(({ words: [npx, program] }) => npx === 'npx' && program === 'safr')
  .map(({ words }) => words.slice(2))
  .filter((args) => !needsMore.test(args.join(' ')));

/** What the README takes as given, done before the command that begins so; the model is a tiny encoder in place of the default one. */
const before: Readonly<Record<string, () => Promise<unknown> | void>> = {
  'train mails.safr.json': () => writeExperiment('mails'),
  'explain ./my-classifier': () => run('export', 'last', '--format', 'huggingface', '--out', 'my-classifier'),
  compare: () => run('train', 'mails.safr.json', '--seed', '2', '--evaluate'),
  'evaluate last --explanations': () => run('explain', 'last', '--input', 'test.csv', '--output', 'lime.jsonl'),
  'sweep reviews.safr.json': () => writeExperiment('reviews', { sweep: { seed: [1, 2] } }),
};

const cwd = mkdtempSync(join(tmpdir(), 'safr-readme-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
const run = (...args: readonly string[]) => safr(args, { cwd });

/** Lines of `tinyRows`, as a CSV file. */
function writeRows(name: string, from: number, to: number): void {
  const rows = tinyRows(to)
    .slice(from)
    .map((row) => row.replace('\t', ','));
  writeFileSync(join(cwd, name), ['text,label', ...rows, ''].join('\n'));
}

function writeExperiment(name: string, parts: object = {}): void {
  writeTinyEncoder(cwd, {}, 2);
  const experiment = JSON.parse(readFileSync(join(cwd, 'tiny.safr.json'), 'utf8')) as object;
  const dataset = { source: 'files', train: 'reviews.csv', test: 'test.csv' };
  const more = { expect: { accuracy: '>= 0' }, slices: { good: { contains: 'good' } } };
  writeFileSync(join(cwd, `${name}.safr.json`), JSON.stringify({ ...experiment, dataset, ...more, ...parts }));
}

describe('the README', () => {
  it('names commands that work one after the other', async () => {
    writeRows('reviews.csv', 0, 100);
    writeRows('test.csv', 100, 120);
    writeRows('new.csv', 90, 100);
    const failed: string[] = [];
    for (const args of commands) {
      const command = args.join(' ');
      for (const [start, prepare] of Object.entries(before)) if (command.startsWith(start)) await prepare();
      const [firstRun] = command.startsWith('compare') ? readdirSync(join(cwd, '.safr', 'runs')) : [];
      const { code, stderr } = await run(...args.map((arg) => (firstRun && /^\d{8}-/.test(arg) ? firstRun : arg)));
      if (code !== 0) failed.push(`${command}: ${stderr}`);
    }
    expect(failed).toEqual([]);
    expect(commands.length).toBeGreaterThan(20);
  }, 600_000);

  it('shows the experiment that `safr init` writes for a file', async () => {
    writeRows('reviews.csv', 0, 100);
    const [, snippet] = /^```json\n(.*?)^```$/ms.exec(readFileSync('README.md', 'utf8'))!;
    expect(await run('init', 'own.safr.json', '--train', 'reviews.csv')).toMatchObject({ code: 0 });
    const written = readFileSync(join(cwd, 'own.safr.json'), 'utf8');
    expect(parseExperiment(snippet!, 'own.safr.json')).toEqual(parseExperiment(written, 'own.safr.json'));
  });
});
