import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { batchScript } from '../../../../src/client/slurm/batchScript.ts';
import { temporaryFolder } from '../../core/runs/temporaryFolder.ts';

const folder = temporaryFolder();
const fields = { jobName: 'safr-mails-1', logs: '/runs/a b%c', env: {}, command: ['node'], resources: { cores: 2 } };

/** Runs the script as task 3 of job 12, its element being `body`, a shell script. */
function start(body: string, restarts = 0) {
  for (const name of ['calls', 'ready']) rmSync(folder.path(name), { force: true });
  writeFileSync(folder.path("it's.sh"), `echo called $* >> ${folder.path('calls')}\n${body}`);
  const command = ['sh', folder.path("it's.sh"), 'two words', '$HOME'];
  const shell = spawn(
    'sh',
    ['-c', `sleep() { :; }\nscontrol() { echo "scontrol $*"; }\n${batchScript({ ...fields, command })}`],
    {
      env: {
        ...process.env,
        ...{ SLURM_ARRAY_JOB_ID: '12', SLURM_ARRAY_TASK_ID: '3', SLURM_RESTART_COUNT: String(restarts) },
      },
    },
  );
  const ended = (async () => {
    const [output, [code]] = await Promise.all([text(shell.stdout), once(shell, 'exit')]);
    return { output, code: code as number, calls: readFileSync(folder.path('calls'), 'utf8').trim().split('\n') };
  })();
  return { shell, ended };
}

/** What the element says when it is asked to stop, and how it then ends. */
const untilStopped = () => `trap 'kill $!; exit 130' TERM\n: > ${folder.path('ready')}\nsleep 30 & wait`;

async function signalled(signal: NodeJS.Signals, body: string, restarts = 0) {
  const { shell, ended } = start(body, restarts);
  while (!existsSync(folder.path('ready'))) await pause(10);
  shell.kill(signal);
  return ended;
}

test('asks for what is given and leaves the rest to Slurm', () => {
  const resources = { partition: 'gpu,long', time: '0:40', gpus: 'a100:1', account: 'lab', cores: 2 };
  const script = batchScript({ ...fields, resources });
  expect(script).toContain('#SBATCH --output="/runs/a b%%c/%a.log"\n');
  for (const line of [
    'partition=gpu,long',
    'time=0:40',
    'gpus=a100:1',
    'account=lab',
    'cpus-per-task=2',
    'signal=B:USR1@10',
  ]) {
    expect(script).toContain(`#SBATCH --${line}\n`);
  }
  expect(batchScript(fields)).not.toMatch(/--(partition|time|gpus|account)/);
  expect(batchScript({ ...fields, env: { SAFR: "it's" } })).toContain("export SAFR='it'\\''s'\n");
});

test('hands the words of the command on as they are', async () => {
  const { code, calls, output } = await start('exit 0').ended;
  expect(code).toBe(0);
  expect(calls).toEqual(['called two words $HOME --element 3']);
  expect(output).toMatch(/^== attempt 1 of 3: job 12_3 on /);
});

test('tries an element that fails three times, one of bad input once', async () => {
  const failing = await start('exit 1').ended;
  expect([failing.code, failing.calls.length]).toEqual([1, 3]);
  const bad = await start('exit 2').ended;
  expect([bad.code, bad.calls.length]).toEqual([2, 1]);
  const second = await start(`[ $(wc -l < ${folder.path('calls')}) = 2 ]`).ended;
  expect([second.code, second.calls.length]).toEqual([0, 2]);
});

test('shortly before the time limit has the element stop and goes back into the queue, not for ever', async () => {
  const { code, output, calls } = await signalled('SIGUSR1', untilStopped());
  expect([code, calls.length]).toEqual([0, 1]);
  expect(output).toContain('scontrol requeue 12_3\n');
  const last = await signalled('SIGUSR1', untilStopped(), 100);
  expect(last.code).toBe(130);
  expect(last.output).not.toContain('scontrol');
});

test('ends with the element where both are told to end', async () => {
  const body = `: > ${folder.path('ready')}\nsleep 0.2; exit 130`; // it heard of it by itself
  const { code, output, calls } = await signalled('SIGTERM', body);
  expect([code, calls.length]).toEqual([130, 1]);
  expect(output).not.toContain('scontrol');
});
