import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Following } from '../../../../src/client/slurm/following.ts';
import { readJobs, slurmFolder } from '../../../../src/client/slurm/submitted.ts';
import type { ElementEnd } from '../../../../src/client/sweep/elementProcess.ts';
import { readSweep } from '../../../../src/core/sweep/readSweep.ts';
import { writeTinyExperiment } from '../../../process/tinyExperiment.ts';
import { fakeSlurm } from './fakeSlurm.ts';

const slurm = fakeSlurm();

/** Follows elements 1 to 4 while `squeue` answers so, look by look; the last answer stays. */
async function follow(looks: readonly (readonly string[])[], sacct = 'exit 1') {
  writeTinyExperiment(slurm.path('.'), { sweep: { seed: [1, 2, 3, 4] } });
  const plan = slurm.path('tiny-1a2b.json');
  const folder = slurmFolder(plan);
  mkdirSync(folder.path, { recursive: true });
  looks.forEach((lines, i) => writeFileSync(slurm.path(`look${i + 1}`), lines.join('\n')));
  slurm.answer({
    squeue: `n=$(grep -c squeue asked); [ $n -le ${looks.length} ] || n=${looks.length}
      grep -q error: look$n && { cat look$n >&2; exit 1; }
      cat look$n`,
    sbatch: 'echo $((8 + $(grep -c sbatch asked)))',
    sacct,
  });
  const ends = new Map<number, ElementEnd>();
  const waited: (readonly [number, string])[] = [];
  const announced: string[] = [];
  const result = await new Following({
    ...{ folder, sweep: readSweep(slurm.path('tiny.safr.json')), runsDirectory: slurm.path('runs') },
    ...{ pending: [1, 2, 3, 4], resources: { cores: 1 }, signal: new AbortController().signal },
    program: { script: 'cli.js', execArgv: [], args: [plan] },
    listener: {
      blocked: () => undefined,
      waiting: (number, reason) => waited.push([number, reason]),
      running: () => undefined,
      ended: (number, end) => ends.set(number, end),
      announced: (text) => announced.push(text),
    },
  }).untilEnded();
  return { result, ends, waited, announced, folder };
}

describe('following elements in the queue', () => {
  it('tells why they wait, why they failed, and submits again those that Slurm lost, twice', async () => {
    const log = slurmFolder(slurm.path('tiny-1a2b.json')).path;
    mkdirSync(log, { recursive: true });
    writeFileSync(
      `${log}/1.log`,
      '== attempt 1 of 3: job 8_1 on a\nerror: one\n== attempt 2 of 3: job 8_1 on a\nerror: no disk\nremedy: Fix it.\n',
    );
    writeFileSync(`${log}/3.log`, '== attempt 1 of 3: job 7_3 on a\nerror: of an earlier job\n');
    const { result, ends, waited, announced, folder } = await follow([
      ['8|1|FAILED|NonZeroExitCode', '8|2|CANCELLED|None', '8|3|PENDING|Priority', '8|4|NODE_FAIL|None'],
      ['8|3|FAILED|NonZeroExitCode', '8|4|NODE_FAIL|None', '9|4|NODE_FAIL|None'],
      ['10|4|TIMEOUT|TimeLimit'],
    ]);
    expect(ends.get(1)).toEqual({ state: 'failed', reason: 'no disk. Fix it.' });
    expect(ends.get(2)).toEqual({ state: 'stopped' });
    expect(ends.get(3)).toEqual({ state: 'failed', reason: `Slurm says NonZeroExitCode. See ${log}/3.log` });
    expect(ends.get(4)).toEqual({ state: 'failed', reason: 'Slurm lost it 3 times; it says TIMEOUT' });
    expect(result).toEqual({ failed: 3, stopped: 1 });
    expect(waited).toEqual([[3, 'Priority']]);
    expect(announced).toEqual([
      '1 element waits: Priority (other jobs have priority)',
      'Slurm lost elements 4 (NODE_FAIL): submitted again as job 9',
      'Slurm lost elements 4 (NODE_FAIL): submitted again as job 10',
    ]);
    const submitted = slurm.asked().filter((line) => line.startsWith('sbatch --parsable '));
    expect(submitted.map((line) => line.endsWith(` --array=4 ${folder.script}`))).toEqual([true, true]);
    expect((await readJobs(folder)).map(({ job, elements }) => [job, elements])).toEqual([
      [9, '4'],
      [10, '4'],
    ]);
  });

  it('asks again where Slurm does not answer, and asks accounting of what the queue has forgotten', async () => {
    const { ends, announced } = await follow(
      [['slurm_load_jobs error: Unable to contact slurm controller'], ['8|4|CANCELLED|None']],
      `printf '8_1|OUT_OF_MEMORY\\n8_2|CANCELLED by 0\\n8_3|CANCELLED by 0\\n'`,
    );
    expect(announced[0]).toBe('Slurm does not answer, trying again: squeue: Unable to contact slurm controller');
    expect(ends.get(1)).toMatchObject({ state: 'failed', reason: expect.stringContaining('needs more memory') });
    expect([2, 3, 4].map((number) => ends.get(number)!.state)).toEqual(['stopped', 'stopped', 'stopped']);
  });
});
