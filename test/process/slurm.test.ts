import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesIn, safr, startSafr, temporaryFolder } from './safr.ts';
import { noCluster, startCluster, type SlurmCluster } from './slurmCluster.ts';
import { writeTinyExperiment } from './tinyExperiment.ts';

const training = { epochs: 3, batchSize: 8, learningRate: 0.01, patience: 3, devSample: 0 };

/** A folder with tiny.safr.json, a sweep with a given number of elements. */
function sweepFolder(seeds: number, parts: Readonly<Record<string, unknown>> = {}): string {
  const cwd = temporaryFolder();
  const seed = Array.from({ length: seeds }, (_, i) => i + 1);
  const sweep = { 'safr.preset': ['plain', 'safr'], seed };
  writeTinyExperiment(cwd, { training, evaluation: { randomSeeds: 1 }, sweep, ...parts });
  return cwd;
}

/** Variables that a user may have set for other jobs. */
const users = { SBATCH_JOB_NAME: 'mine', SBATCH_NO_REQUEUE: '1', SBATCH_OUTPUT: '/dev/null' };

/** Long enough to be interrupted. */
const epochs = (count: number) => ({ training: { ...training, epochs: count, patience: count } });

async function tables(cwd: string): Promise<string> {
  const table = async (format: string) => (await safr(['sweep', 'tiny.safr.json', '--table', format], { cwd })).stdout;
  return `${await table('md')}${await table('csv')}`;
}

const runIds = (cwd: string) => readdirSync(join(cwd, '.safr/runs')).filter((name) => name !== 'sweeps');
const slurmFiles = (cwd: string) => filesIn(join(cwd, '.safr/runs/sweeps')).filter((name) => name.includes('.slurm/'));
const contentOf = (cwd: string, ending: string) =>
  slurmFiles(cwd)
    .filter((name) => name.endsWith(ending))
    .map((name) => readFileSync(join(cwd, '.safr/runs/sweeps', name), 'utf8'));

describe('safr sweep --slurm without Slurm', () => {
  it('says that Slurm is missing', async () => {
    const cwd = sweepFolder(1);
    const { code, stderr } = await safr(['sweep', 'tiny.safr.json', '--slurm'], { cwd, env: { PATH: cwd } });
    expect(code).toBe(2);
    expect(stderr).toContain(
      'error: squeue is not found: there is no Slurm on this machine\nremedy: Run this on a machine of',
    );
  });

  it('names an option with a value that Slurm does not accept', async () => {
    const cwd = sweepFolder(1);
    const { code, stderr } = await safr(['sweep', 'tiny.safr.json', '--slurm', '--time', '2h'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('error: --time is "2h"\nremedy: Give minutes, hours:minutes:seconds or days-hours');
  });
});

describe.skipIf(noCluster !== null)(`safr sweep --slurm on a cluster${noCluster ? ` (${noCluster})` : ''}`, () => {
  let cluster: SlurmCluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => (cluster as SlurmCluster | undefined)?.stop()); // it may not have started

  const slurm = (cwd: string, ...args: string[]) =>
    safr(['sweep', 'tiny.safr.json', ...args], { cwd, env: cluster.env });
  const startSlurm = (cwd: string, ...args: string[]) =>
    startSafr(['sweep', 'tiny.safr.json', '--slurm', ...args], { cwd, env: { ...cluster.env, ...users } });
  const queue = (...args: string[]) => cluster.ask('squeue', '--noheader', '--array', ...args).trim();

  /** Waits until a number of elements are in the middle of their training. */
  async function untilTraining(cwd: string, count: number): Promise<void> {
    const trains = (id: string) => {
      const file = (name: string) => readFileSync(join(cwd, '.safr/runs', id, name), 'utf8');
      const names = readdirSync(join(cwd, '.safr/runs', id));
      if (!names.includes('checkpoint.safetensors')) return false;
      return (JSON.parse(file('run.json')) as { state: string }).state === 'running';
    };
    for (let tries = 0; tries < 300; tries++) {
      if (existsSync(join(cwd, '.safr/runs')) && runIds(cwd).filter(trains).length === count) return;
      await pause(100);
    }
    throw new Error(`they do not train: ${contentOf(cwd, '.log').join('\n')} ${queue()}`);
  }

  it('completes 20 elements, two of which fail at first, with the same table as a sweep on one machine', async () => {
    const cwd = sweepFolder(10);
    const hook = join(cwd, 'failOnce.cjs');
    writeFileSync(hook, failOnce);
    const env = { ...cluster.env, NODE_OPTIONS: `--require=${hook}` };
    const { code, stdout, stderr } = await safr(['sweep', 'tiny.safr.json', '--slurm', '--json'], { cwd, env });
    expect(code, `${stderr} ${contentOf(cwd, '.log').join('\n')}`).toBe(0);
    expect(stdout).toMatch(/"submitted job \d+: elements 1-20;/);
    const logs = contentOf(cwd, '.log');
    expect(logs).toHaveLength(20);
    expect(logs.filter((log) => log.includes('== attempt 2 of 3'))).toHaveLength(2);
    expect(logs.filter((log) => log.includes('failed for once'))).toHaveLength(1);
    expect(runIds(cwd)).toHaveLength(20); // the interrupted element resumed its run
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string; state?: string });
    expect(events.filter(({ state }) => state === 'done')).toHaveLength(20);
    expect(events.at(-1)).toMatchObject({ kind: 'summary', done: 20, of: 20 });

    const local = sweepFolder(10);
    expect((await safr(['sweep', 'tiny.safr.json', '--cores', '2'], { cwd: local })).code).toBe(0);
    expect(await tables(cwd)).toBe(await tables(local));
  }, 300_000); // forty trainings

  it('follows jobs that were submitted before a kill; Ctrl-C leaves them running, --cancel cancels them', async () => {
    const cwd = sweepFolder(2, epochs(10_000));
    const killed = startSlurm(cwd);
    await untilTraining(cwd, 2);
    killed.child.kill('SIGKILL');
    await killed.outcome;
    const folder = join(cwd, '.safr/runs/sweeps');
    for (const name of slurmFiles(cwd)) if (name.endsWith('jobs.json')) rmSync(join(folder, name)); // as if it had been killed earlier

    const left = startSlurm(cwd);
    left.child.stderr!.once('data', () => left.child.kill('SIGINT'));
    const { code, stderr } = await left.outcome;
    expect(code).toBe(130);
    expect(stderr).toMatch(/^following job \d+, submitted before: elements 1-4\n/);
    expect(stderr).toContain('to cancel: safr sweep tiny.safr.json --cancel');
    expect(jobsOf(cwd)).toHaveLength(4);

    const cancelled = await slurm(cwd, '--cancel');
    expect(cancelled.stdout).toMatch(
      /^cancelled job \d+, with 2 running and 2 waiting elements; what is trained is kept\n$/,
    );
    expect((await slurm(cwd, '--cancel')).stdout).toBe('no job of tiny.safr.json is in the queue\n');
  });

  it('resumes after a cancel, a time limit and a lost node', async () => {
    const cwd = sweepFolder(1, epochs(100));
    const first = startSlurm(cwd);
    await untilTraining(cwd, 2);
    cluster.ask('scancel', '--user=root');
    expect((await first.outcome).stderr).toContain(
      'Of 2 elements 2 were cancelled; the same command tries them again.',
    );

    const second = startSlurm(cwd);
    await untilTraining(cwd, 2);
    const job = queue('--format=%F').split('\n')[0]!;
    cluster.ask('scancel', '--signal=USR1', '--batch', `${job}_1`); // as Slurm does shortly before the limit
    cluster.ask('scontrol', 'requeue', `${job}_2`); // as Slurm does if a node is lost
    for (const task of [1, 2]) await beginNow(`${job}_${task}`);
    const { code, stderr } = await second.outcome;
    expect(code, stderr).toBe(0);
    expect(contentOf(cwd, '1.log').join()).toContain('== the time limit is near: back into the queue');
    expect(runIds(cwd)).toHaveLength(2);

    const local = sweepFolder(1, epochs(100));
    await safr(['sweep', 'tiny.safr.json', '--cores', '2'], { cwd: local });
    expect(await tables(cwd)).toBe(await tables(local));
  });

  it('reports the message of sbatch', async () => {
    const { code, stderr } = await slurm(sweepFolder(1), '--slurm', '--partition', 'nowhere');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: sbatch: invalid partition specified: nowhere; .*\nremedy: Fix what Slurm names/);
  });

  /** Slurm would wait two minutes before it starts a task again. */
  async function beginNow(task: string): Promise<void> {
    for (let tries = 0; queue(`--jobs=${task}`, '--format=%T|%r') !== 'PENDING|BeginTime'; tries++) {
      if (tries === 200) throw new Error(`${task} is not put back: ${queue('--states=all')}`);
      await pause(100);
    }
    cluster.ask('scontrol', 'update', `JobId=${task}`, 'StartTime=now');
  }

  /** All tasks of the sweep that Slurm knows, in any state. */
  function jobsOf(cwd: string): string[] {
    const name = /job-name=(\S+)/.exec(contentOf(cwd, 'element.sh')[0]!)![1]!;
    return queue('--states=all', `--name=${name}`).split('\n');
  }
});

/** Element 4 fails before it starts, element 11 is killed after its second epoch; each only once. */
const failOnce = `
const { existsSync, writeFileSync } = require('node:fs');
const promises = require('node:fs/promises');
const number = process.argv.includes('--element') ? process.argv.at(-1) : null;
const flag = __filename + number;
if ((number === '4' || number === '11') && !existsSync(flag)) {
  writeFileSync(flag, '');
  if (number === '4') throw new Error('failed for once');
  const { appendFile } = promises;
  let epochs = 0;
  promises.appendFile = async (...line) => {
    await appendFile(...line);
    if (++epochs === 2) process.kill(process.pid, 'SIGKILL');
  };
  require('node:module').syncBuiltinESMExports();
}
`;
