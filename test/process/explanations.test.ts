import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { safr, temporaryFolder } from './safr.ts';
import { writeTinyEncoder } from './tinyEncoder.ts';
import { tinyRows, writeTinyExperiment } from './tinyExperiment.ts';

interface Method {
  readonly name: string;
  readonly file?: string;
  readonly curve: unknown;
  readonly eraser: unknown;
}

/** Trains on rows of which the last 20 are the test file, explains these, and measures the explanations. */
async function measured(write: (cwd: string) => void) {
  const cwd = temporaryFolder();
  write(cwd);
  const path = join(cwd, 'tiny.safr.json');
  const experiment = JSON.parse(readFileSync(path, 'utf8')) as object;
  writeFileSync(join(cwd, 'test.tsv'), ['text\tlabel', ...tinyRows(120).slice(100), ''].join('\n'));
  const dataset = { source: 'files', train: 'rows.tsv', test: 'test.tsv' };
  writeFileSync(path, JSON.stringify({ ...experiment, dataset }));
  expect(await safr(['train', 'tiny.safr.json'], { cwd })).toMatchObject({ code: 0 });
  await safr(['explain', 'last', '--input', 'test.tsv', '--output', 'own.jsonl'], { cwd });
  return { cwd, lines: readFileSync(join(cwd, 'own.jsonl'), 'utf8').trim().split('\n') };
}

describe('safr evaluate --explanations', () => {
  it.each([
    ["the paper's model", (cwd: string) => writeTinyExperiment(cwd)],
    ['an encoder', (cwd: string) => writeTinyEncoder(cwd, {}, 2)],
  ])('measures the explanations of %s exactly as its mask', async (_, write) => {
    const { cwd } = await measured(write);
    const { stdout } = await safr(['evaluate', 'last', '--explanations', 'own.jsonl', '--json'], { cwd });
    const { explanations } = JSON.parse(stdout) as { explanations: { sentences: number; methods: Method[] } };
    const [mask, given] = explanations.methods;
    expect(explanations.sentences).toBe(20);
    expect([mask!.name, given!.name, given!.file]).toEqual(['keep-probability', 'file', 'own.jsonl']);
    expect([given!.curve, given!.eraser]).toEqual([mask!.curve, mask!.eraser]);
    expect(explanations.methods.at(-1)!.name).toBe('random');
  });

  it('shows them next to the mask and random removal, and refuses what is of no test text', async () => {
    const { cwd, lines } = await measured((folder) => writeTinyExperiment(folder));
    const { words } = JSON.parse(lines[0]!) as { words: readonly unknown[] };
    const minimal = { line: 2, importances: words.map((__, i) => i) };
    writeFileSync(join(cwd, 'mine.jsonl'), `${JSON.stringify(minimal)}\n${lines[1]}\n`);
    const { stdout } = await safr(['evaluate', 'last', '--explanations', 'mine.jsonl'], { cwd });
    expect(stdout).toMatch(/^Explanations on 2 texts that the file explains$/m);
    for (const name of ['keep probability', 'mine.jsonl', 'random']) {
      expect(stdout).toMatch(new RegExp(`^${name}( +[−\\d.]+){3} +[\\d.–]+$`, 'm'));
    }
    writeFileSync(join(cwd, 'other.jsonl'), `${lines[0]}\n${JSON.stringify({ text: 'unheard', importances: [1] })}\n`);
    expect(await safr(['evaluate', 'last', '--explanations', 'other.jsonl'], { cwd })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('other.jsonl:2: the text is none of the test texts'),
    });
  });
});
