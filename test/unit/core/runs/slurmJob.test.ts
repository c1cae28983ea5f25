import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readRun } from '../../../../src/core/runs/readRun.ts';
import { RunWriter } from '../../../../src/core/runs/runWriter.ts';
import { ownSlurmJob } from '../../../../src/core/runs/slurmJob.ts';
import { fakeSlurm } from '../../client/slurm/fakeSlurm.ts';
import { newRun } from './newRun.ts';

const slurm = fakeSlurm();

function within(variables: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
}

/** A run that says it is running on another machine, in a job of this name. */
async function runElsewhere(id: string, restarts = 0): Promise<string> {
  const { directory } = await RunWriter.create(newRun(slurm.path('runs')));
  const path = join(directory, 'run.json');
  const record = JSON.parse(readFileSync(path, 'utf8')) as object;
  writeFileSync(path, JSON.stringify({ ...record, host: 'elsewhere', job: { id, restarts } }));
  return directory;
}

const statusOf = async (directory: string) => (await readRun(directory)).status;

test('a run keeps the job that trains it', async () => {
  within({ SLURM_JOB_ID: '15', SLURM_ARRAY_JOB_ID: '12', SLURM_ARRAY_TASK_ID: '3', SLURM_RESTART_COUNT: '2' });
  const { directory } = await RunWriter.create(newRun(slurm.path('runs')));
  expect((await readRun(directory)).record.job).toEqual({ id: '12_3', restarts: 2 });
  expect(ownSlurmJob({ SLURM_JOB_ID: '15' })).toEqual({ id: '15', restarts: 0 });
  expect(ownSlurmJob({})).toBeNull();
});

test('a run of another machine is interrupted if its job is no longer running', async () => {
  slurm.answer({
    squeue: `case "$*" in
      *--jobs=1_1*) echo RUNNING ;;
      *--jobs=1_2*) echo PENDING ;;
      *--jobs=1_3*) ;;
      *--jobs=1_4*) echo 'slurm_load_jobs error: Invalid job id specified' >&2; exit 1 ;;
      *) echo 'slurm_load_jobs error: Unable to contact slurm controller' >&2; exit 1 ;;
    esac`,
  });
  expect(await statusOf(await runElsewhere('1_1'))).toBe('running');
  for (const id of ['1_2', '1_3', '1_4']) expect(await statusOf(await runElsewhere(id)), id).toBe('interrupted');
  expect(await statusOf(await runElsewhere('1_5'))).toBe('running');
  await statusOf(await runElsewhere('1_1'));
  expect(slurm.asked()).toHaveLength(5); // not again of the same job so soon
});

test('a job that was restarted on another machine resumes its own run', async () => {
  within({ SLURM_ARRAY_JOB_ID: '2', SLURM_ARRAY_TASK_ID: '1', SLURM_RESTART_COUNT: '1' });
  expect(await statusOf(await runElsewhere('2_1', 0))).toBe('interrupted');
  expect(await statusOf(await runElsewhere('2_1', 1))).toBe('running');
});
