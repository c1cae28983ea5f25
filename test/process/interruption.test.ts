import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesIn, safr, startSafr, temporaryFolder, type Outcome } from './safr.ts';
import { writeTinyExperiment } from './tinyExperiment.ts';

/** 12 steps each, some milliseconds per step: long enough to be interrupted. */
const epochs = 40;

interface ListedRun {
  readonly run: string;
  readonly directory: string;
  readonly state: string;
  readonly epochs: number;
}

/** A folder with an experiment that trains all its epochs. */
function experimentFolder(): string {
  const cwd = temporaryFolder();
  const training = { epochs, batchSize: 8, learningRate: 0.003, patience: epochs, devSample: 0 };
  writeTinyExperiment(cwd, { training });
  return cwd;
}

/** Trains until step `step` has been reported, then sends the signal. */
async function trainUntil(cwd: string, step: number, signal: NodeJS.Signals): Promise<Outcome> {
  const { child, outcome } = startSafr(['train', 'tiny.safr.json', '--json'], { cwd });
  let received: string | null = '';
  child.stdout!.on('data', (chunk: Buffer) => {
    if (received === null) return;
    received += chunk.toString();
    if (!received.includes(`"step":${step},`)) return;
    received = null;
    child.kill(signal);
  });
  return outcome;
}

async function onlyRun(cwd: string): Promise<ListedRun> {
  const { runs } = JSON.parse((await safr(['runs', '--json'], { cwd })).stdout) as { runs: ListedRun[] };
  expect(runs).toHaveLength(1);
  return runs[0]!;
}

const weightsOf = ({ directory }: ListedRun) => readFileSync(join(directory, 'weights.safetensors'));

async function uncutWeights(): Promise<Buffer> {
  const cwd = experimentFolder();
  expect((await safr(['train', 'tiny.safr.json'], { cwd })).code).toBe(0);
  return weightsOf(await onlyRun(cwd));
}

describe('safr train', () => {
  it('keeps the training at Ctrl-C, and has the same result as an uninterrupted one after resuming', async () => {
    const cwd = experimentFolder();
    const stopped = await trainUntil(cwd, 40, 'SIGINT');
    expect(stopped.code).toBe(130);
    const { run: id, state, directory } = await onlyRun(cwd);
    expect(stopped.stderr).toContain(`safr train --resume ${id}`);
    expect(state).toBe('stopped');
    expect(existsSync(join(directory, 'weights.safetensors'))).toBe(true);

    const resumed = await safr(['train', '--resume', id], { cwd });
    expect(resumed.stderr).toContain(', resumed');
    expect(resumed.code).toBe(0);
    const finished = await onlyRun(cwd);
    expect(finished).toMatchObject({ run: id, state: 'finished', epochs });
    expect(weightsOf(finished).equals(await uncutWeights())).toBe(true);
  });

  it('leaves a readable run when it is killed at any moment, which can be resumed to the same result', async () => {
    const cwd = experimentFolder();
    const step = 1 + Math.floor(Math.random() * 300);
    expect((await trainUntil(cwd, step, 'SIGKILL')).signal, `killed at step ${step}`).toBe('SIGKILL');
    const { run: id, state, directory } = await onlyRun(cwd);
    expect(state).toBe('interrupted');

    const resumed = await safr(['train', '--resume', 'last'], { cwd });
    expect(resumed.code, resumed.stderr).toBe(0);
    const finished = await onlyRun(cwd);
    expect(finished).toMatchObject({ run: id, state: 'finished', epochs });
    expect(filesIn(directory).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect(weightsOf(finished).equals(await uncutWeights()), `killed at step ${step}`).toBe(true);
  });

  it('exits with code 130 and without a stack when it is interrupted early', async () => {
    const cwd = experimentFolder();
    const { child, outcome } = startSafr(['train', 'tiny.safr.json', '--json'], { cwd });
    child.stdout!.once('data', () => child.kill('SIGINT'));
    const { code, stderr } = await outcome;
    expect(code).toBe(130);
    expect(stderr).not.toContain('    at ');
  });
});
