import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { safr, type Outcome } from './safr.ts';
import { writeTinyExperiment } from './tinyExperiment.ts';

interface Listed {
  readonly layer: number;
  readonly index: number;
  readonly words: readonly string[];
}

describe('safr neurons', () => {
  let cwd: string;
  beforeAll(async () => {
    cwd = mkdtempSync(join(tmpdir(), 'safr-'));
    writeTinyExperiment(cwd, { training: { epochs: 1, batchSize: 8, devSample: 0 } });
    const { code, stdout } = await safr(['train', 'tiny.safr.json', '--runs', 'runs'], { cwd });
    expect(code, stdout).toBe(0);
  });
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));

  const neurons = (...args: string[]) => safr(['neurons', 'last', '--runs', 'runs', ...args], { cwd });

  const listed = ({ stdout }: Outcome) => (JSON.parse(stdout) as { neurons: Listed[] }).neurons;

  it('lists neurons with their labels, which it measures once', async () => {
    const { code, stdout } = await neurons('--limit', '3');
    expect(code).toBe(0);
    const [head, ...rows] = stdout.trimEnd().split('\n');
    expect(head).toMatch(/neuron +label +predicts +random +purity +tokens/);
    expect(rows).toHaveLength(3);
    const path = join(cwd, 'runs', readdirSync(join(cwd, 'runs'))[0]!, 'neurons.jsonl');
    const { mtimeMs } = statSync(path);
    await neurons();
    expect(statSync(path).mtimeMs).toBe(mtimeMs);
  });

  it('finds neurons by a word', async () => {
    const all = listed(await neurons('--json', '--limit', '1000'));
    const [word] = all.find(({ words }) => words.length > 0)!.words;
    const found = listed(await neurons('--json', '--search', word!, '--sort', 'number'));
    expect(found.length).toBeGreaterThan(0);
    const none = await neurons('--search', 'no such word');
    expect({ code: none.code, stdout: none.stdout }).toEqual({ code: 0, stdout: '' });
    expect(none.stderr).toContain('no neuron fires for a word with "no such word"');
  });

  it('shows the page of a neuron', async () => {
    const { code, stdout } = await neurons('0');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^neuron 0 /);
    const { pages } = JSON.parse((await neurons('0', '--json')).stdout) as {
      pages: { index: number; effects: object[] }[];
    };
    const [page] = pages;
    expect(page).toMatchObject({ layer: 0, index: 0, effects: [{ class: expect.any(String) as string }, {}] });
  });

  it('refuses a neuron that the model does not have', async () => {
    const { code, stderr } = await neurons('9999');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: neurons: this model has no neuron "9999"; allowed: a neuron from 0 to \d+$/m);
  });
});
