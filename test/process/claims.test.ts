import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, node, safr, startProcess, startSafr, temporaryFolder, type Started } from './safr.ts';
import { writeTinyExperiment } from './tinyExperiment.ts';

const onLinux = process.platform === 'linux';

function folderWith(epochs: number, parts: object = {}): string {
  const cwd = temporaryFolder();
  const training = { epochs, batchSize: 8, learningRate: 0.003, patience: epochs, devSample: 0 };
  writeTinyExperiment(cwd, { training, evaluation: { randomSeeds: 1 }, ...parts });
  return cwd;
}

/** Resolves as soon as the process has written this text. */
function written({ child, outcome }: Started, text: string, stream: 'stdout' | 'stderr' = 'stdout'): Promise<void> {
  let output = '';
  return new Promise((found, reject) => {
    child[stream]!.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-1000);
      if (output.includes(text)) found();
    });
    void outcome.then(({ stderr }) => reject(new Error(`it ended before it wrote ${text}: ${stderr}`)));
  });
}

/** A run that was stopped at its first step. */
async function stoppedRun(cwd: string): Promise<{ readonly id: string; readonly directory: string }> {
  const training = startSafr(['train', 'tiny.safr.json', '--json'], { cwd });
  await written(training, '"kind":"step"');
  training.child.kill('SIGINT');
  expect((await training.outcome).code).toBe(130);
  const { stdout } = await safr(['runs', '--json'], { cwd });
  const [first] = (JSON.parse(stdout) as { runs: { run: string; directory: string }[] }).runs;
  return { id: first!.run, directory: first!.directory };
}

describe('a run that is being trained', () => {
  it('is refused to a second process, which names the first one', async () => {
    const cwd = folderWith(100_000);
    const { id } = await stoppedRun(cwd);
    const first = startSafr(['train', '--resume', id, '--json'], { cwd });
    await written(first, '"kind":"step"');
    const { code, stderr } = await safr(['train', '--resume', id], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(`run ${id} is still being trained by process ${first.child.pid} on `);
    first.child.kill('SIGKILL');
    await first.outcome;
    const after = startSafr(['train', '--resume', id, '--json'], { cwd });
    await written(after, '"kind":"step"');
    after.child.kill('SIGINT');
    expect((await after.outcome).code).toBe(130);
  });

  it('is trained by one of several that resume it at the same time', async () => {
    const cwd = folderWith(30);
    const { id, directory } = await stoppedRun(cwd);
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => safr(['train', '--resume', id], { cwd })));
    expect(outcomes.map(({ code }) => code).sort(), outcomes.map(({ stderr }) => stderr).join('\n')).toEqual([
      0, 2, 2, 2,
    ]);
    for (const { code, stderr } of outcomes) {
      if (code === 2) expect(stderr).toMatch(/being trained by process \d+ on |is finished/);
    }
    const lines = readFileSync(join(directory, 'metrics.jsonl'), 'utf8').trim().split('\n');
    const keys = lines.map((line) => {
      const { kind, step } = JSON.parse(line) as { kind: string; step: number };
      return `${kind} ${step}`;
    });
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.filter((key) => key.startsWith('epoch'))).toHaveLength(30);
  });
});

describe('a sweep that is being run', () => {
  it('is refused to a second process, which names the first one', async () => {
    const cwd = folderWith(100_000, { sweep: { seed: [1, 2] } });
    const first = startSafr(['sweep', 'tiny.safr.json', '--jobs', '1', '--json'], { cwd });
    await written(first, '"state":"running"');
    const { code, stderr } = await safr(['sweep', 'tiny.safr.json'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(`this sweep is being run by process ${first.child.pid} on `);
    first.child.kill('SIGINT');
    expect((await first.outcome).code).toBe(130);
  });
});

describe('an element of a sweep', () => {
  it('is not trained by two sweeps at once: the second one waits for the first, then continues its run', async () => {
    const cwd = folderWith(100_000, { name: 'shared', sweep: { seed: [1, 2] } });
    const experiment = JSON.parse(readFileSync(join(cwd, 'tiny.safr.json'), 'utf8')) as object;
    writeFileSync(join(cwd, 'other.safr.json'), JSON.stringify({ ...experiment, sweep: { seed: [1, 3] } }));
    const first = startSafr(['sweep', 'tiny.safr.json', '--jobs', '1', '--json'], { cwd });
    await written(first, '"state":"running"');
    const second = startSafr(['sweep', 'other.safr.json', '--jobs', '1'], { cwd });
    await written(second, ' is running the same element', 'stderr');
    first.child.kill('SIGINT');
    expect((await first.outcome).code).toBe(130);
    const trained = async () => {
      const { stdout } = await safr(['runs', '--json'], { cwd });
      return (JSON.parse(stdout) as { runs: { state: string }[] }).runs.map(({ state }) => state);
    };
    await expect.poll(trained, { timeout: 60_000 }).toEqual(['running']);
    second.child.kill('SIGINT');
    const { code, stderr } = await second.outcome;
    expect(code).toBe(130);
    expect(stderr).toMatch(/^0\/2 done {2}waiting {2}seed 1: process \d+ on \S+ is running the same element$/m);
    expect(await trained()).toEqual(['stopped']);
  });

  it.runIf(onLinux)('ends if its parent is killed right after it was started', async () => {
    const cwd = folderWith(100_000);
    const experiment: unknown = JSON.parse(readFileSync(join(cwd, 'tiny.safr.json'), 'utf8'));
    const experimentPath = join(cwd, 'tiny.safr.json');
    writeFileSync(join(cwd, 'plan.json'), JSON.stringify({ experimentPath, elements: [{ settings: {}, experiment }] }));
    const parent = `
      const args = ['sweep', 'plan.json', '--element', '1', '--threads', '1'];
      const options = { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] };
      const { pid } = require('node:child_process').fork(${JSON.stringify(cli)}, args, options);
      require('node:fs').writeSync(1, String(pid));
      process.kill(process.pid, 'SIGKILL');`;
    const { stdout, signal } = await startProcess(node, ['-e', parent], { cwd }).outcome;
    expect(signal).toBe('SIGKILL');
    await expect.poll(() => isListed(Number(stdout)), { timeout: 60_000 }).toBe(false);
  });
});

describe('Ctrl-C', () => {
  it('ends a command at once at the second time, also during a computation', async () => {
    const script = `
      import { writeSync } from 'node:fs';
      import { interruptSignal } from ${JSON.stringify(resolve('src/cli/interrupt.ts'))};
      setInterval(() => undefined, 1000);
      interruptSignal('stopping').addEventListener('abort', () => {
        writeSync(1, 'computing');
        for (;;);
      });
      writeSync(1, 'ready');`;
    const args = ['--input-type=module', '--eval', script];
    const command = startProcess(process.execPath, args, { cwd: temporaryFolder() });
    await written(command, 'ready');
    command.child.kill('SIGINT');
    await written(command, 'computing');
    command.child.kill('SIGINT');
    expect((await command.outcome).signal).toBe('SIGINT');
  });
});

/** Whether a process is there and has not ended; an ended one stays listed until its parent asks for its exit code. */
function isListed(pid: number): boolean {
  return existsSync(`/proc/${pid}/stat`) && !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}
