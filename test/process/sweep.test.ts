import { setTimeout as pause } from 'node:timers/promises';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { safr, startSafr, temporaryFolder } from './safr.ts';
import { writeTinyExperiment } from './tinyExperiment.ts';

const kills = 3;

/** Four elements of a few seconds at most. */
function sweepFolder(parts: Readonly<Record<string, unknown>> = {}): string {
  const cwd = temporaryFolder();
  const training = { epochs: 8, batchSize: 8, learningRate: 0.01, patience: 8, devSample: 0 };
  const sweep = { 'safr.preset': ['plain', 'safr'], seed: [1, 2] };
  writeTinyExperiment(cwd, { training, evaluation: { randomSeeds: 1 }, sweep, ...parts });
  return cwd;
}

const sweep = (cwd: string, ...args: string[]) => safr(['sweep', 'tiny.safr.json', '--cores', '2', ...args], { cwd });

async function tables(cwd: string): Promise<string> {
  const { stdout } = await sweep(cwd, '--table', 'md');
  return `${stdout}${(await sweep(cwd, '--table', 'csv')).stdout}`;
}

describe('safr sweep', () => {
  it('ends with the same table, whether or not it is killed at random moments', async () => {
    const whole = sweepFolder();
    const began = performance.now();
    const { code, stdout, stderr } = await sweep(whole);
    const took = performance.now() - began;
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^plain +2 .*\n^safr +2 /m);
    expect(stdout).toMatch(/^plain → safr +2 .*\d\.\d+$/m);

    const cut = sweepFolder();
    const moments: number[] = [];
    for (let i = 0; i < kills; i++) {
      const { child, outcome } = startSafr(['sweep', 'tiny.safr.json', '--cores', '2'], { cwd: cut });
      moments.push(Math.random() * 0.6 * took);
      await pause(moments.at(-1));
      child.kill('SIGKILL');
      await outcome;
    }
    const ended = await sweep(cut);
    expect(ended.code, `${moments.join()} ${ended.stderr}`).toBe(0);
    expect(await tables(cut), moments.join()).toBe(await tables(whole));
    expect((await sweep(cut, '--pareto', 'pareto.svg')).code).toBe(0);
    expect(readFileSync(join(cut, 'pareto.svg'), 'utf8')).toContain('<circle');
  });

  it('keeps the training at Ctrl-C and says how to resume', async () => {
    const cwd = sweepFolder();
    const { child, outcome } = startSafr(['sweep', 'tiny.safr.json', '--cores', '2', '--json'], { cwd });
    child.stdout!.once('data', () => setTimeout(() => child.kill('SIGINT'), 500));
    const { code, stderr } = await outcome;
    expect(code, stderr).toBe(130);
    expect(stderr).toContain('To continue: safr sweep tiny.safr.json');
    expect((await sweep(cwd)).code).toBe(0);
    expect((await sweep(cwd, '--dry-run')).stdout.match(/ done /g)).toHaveLength(4);
  });

  it('reports an element that fails, continues with the others and tries it again', async () => {
    const cwd = sweepFolder({ sweep: { 'dataset.train': ['rows.tsv', 'missing.tsv'] } });
    const { code, stdout, stderr } = await sweep(cwd, '--json');
    expect(code, stderr).toBe(1);
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string; state?: string; reason?: string });
    expect(events.find(({ state }) => state === 'failed')!.reason).toContain('missing.tsv: no such file');
    expect(events.at(-1)).toMatchObject({ kind: 'summary', done: 1, of: 2 });
    writeFileSync(join(cwd, 'missing.tsv'), readFileSync(join(cwd, 'rows.tsv')));
    expect((await sweep(cwd)).code).toBe(0);
  });

  it('trains nothing if only a table is requested; training the file ignores its sweep', async () => {
    const cwd = sweepFolder();
    const { stdout } = await sweep(cwd, '--dry-run');
    expect(stdout.match(/ waiting/g)).toHaveLength(4);
    expect(existsSync(join(cwd, '.safr'))).toBe(false);
    const { code, stderr } = await safr(['train', 'tiny.safr.json'], { cwd });
    expect(code).toBe(0);
    expect(stderr).toContain('note: its sweep is ignored; `safr sweep tiny.safr.json` trains every combination');
  });
});
