import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { nativeFolderVariable } from '../../src/engine/tensorflow/nativePackage.ts';
import { computeStarter } from '../../src/extension/compute/programs.ts';
import { installedFolder, installNative, type InstallNative } from '../../src/extension/tensorflow/installNative.ts';
import { tensorflowVersion } from '../../src/extension/tensorflow/variants.ts';
import { verifyNative } from '../../src/extension/tensorflow/verifyNative.ts';
import type { WorkflowEvent } from '../../src/core/workflow/workflowEvent.ts';
import { computing, miscomputing, packTensorflow, type FakePackage } from './fakeTensorflow.ts';
import { filesIn, safr, temporaryFolder } from './safr.ts';
import { writeTinyExperiment } from './tinyExperiment.ts';

const program = resolve('dist/host/compute.js');
const goldens = resolve('dist/goldens');
const name = '@tensorflow/tfjs-node';
const agreed = `TensorFlow.js ${tensorflowVersion}, native: 3 goldens agree`;

/** Installs a fake package into `storage`, as the command does. */
async function install(
  storage: string,
  fake: FakePackage,
  parts: Partial<InstallNative<string>> = {},
): Promise<string> {
  const { signal } = new AbortController();
  const startCompute = computeStarter(program, storage);
  return installNative({
    storage,
    name,
    spec: await packTensorflow(temporaryFolder(), fake),
    signal,
    onLine: () => undefined,
    verify: (folder) => verifyNative({ startCompute, goldens, name, folder, signal }),
    ...parts,
  });
}

/** Where a working package is installed. */
async function installed(): Promise<string> {
  const storage = temporaryFolder();
  expect(await install(storage, {})).toBe(agreed);
  return storage;
}

describe('an installed native TensorFlow', () => {
  it('is verified with the goldens and used for trainings from then on', async () => {
    const storage = await installed();
    expect(readdirSync(storage)).toEqual([`tfjs-node-${tensorflowVersion}`]);

    const folder = temporaryFolder();
    writeTinyExperiment(folder, { training: { epochs: 1, batchSize: 8, learningRate: 0.01 } });
    const compute = await computeStarter(program, storage)();
    onTestFinished(() => compute.end());
    const events: WorkflowEvent[] = [];
    const experimentPath = join(folder, 'tiny.safr.json');
    const params = {
      experimentPath,
      runsDirectory: join(folder, 'runs'),
      evaluate: false,
      device: 'tensorflow',
    } as const;
    await compute.request('train', params, { onEvent: (event) => events.push(event) });
    expect(events).toContainEqual({
      kind: 'device',
      name: 'tensorflow',
      description: `TensorFlow.js ${tensorflowVersion}, native`,
    });
  });

  it('is found by the command line in the folder that SAFR_TENSORFLOW names', async () => {
    const env = { [nativeFolderVariable]: (await installedFolder(await installed()))! };
    const { stdout } = await safr(['devices'], { cwd: temporaryFolder(), env });
    expect(stdout).toMatch(/tensorflow +available +TensorFlow\.js [\d.]+, native$/m);
  });

  it('is replaced by another one only after that has been verified', async () => {
    const storage = await installed();
    mkdirSync(join(storage, 'tfjs-node-gpu-3.0.0'));
    const before = filesIn(storage);
    await expect(install(storage, { main: miscomputing })).rejects.toThrow();
    expect(filesIn(storage)).toEqual(before);
    const main = `${computing}\n// another one`;
    expect(await install(storage, { main })).toBe(agreed);
    expect(readdirSync(storage)).toEqual([`tfjs-node-${tensorflowVersion}`]);
    const path = join((await installedFolder(storage))!, 'node_modules', name, 'main.cjs');
    expect(readFileSync(path, 'utf8')).toBe(main);
  });
});

describe('nothing remains of an installation', () => {
  /** The reason of the failure, in one line. */
  async function refusal(fake: FakePackage, parts?: Partial<InstallNative<string>>): Promise<string> {
    const storage = temporaryFolder();
    const error: unknown = await install(storage, fake, parts).catch((thrown: unknown) => thrown);
    expect(readdirSync(storage)).toEqual([]);
    expect(await installedFolder(storage)).toBeUndefined();
    expect(error).toMatchObject({ name: 'UserError' });
    return (error as Error).message;
  }

  it('that computes wrongly', async () => {
    expect(await refusal({ main: miscomputing })).toMatch(
      /^it computes 3 of 3 goldens wrongly: no-regularizers: \S+ is off by \S+e-\d, more than 0.00001, and \d+ others too; odd-/,
    );
  });

  it('that does not load', async () => {
    const main = "throw new Error('libtensorflow.so.2: cannot open shared object file\\nmore')";
    expect(await refusal({ main })).toBe(`${name}: libtensorflow.so.2: cannot open shared object file`);
  });

  it('that kills its process', async () => {
    expect(await refusal({ main: "process.kill(process.pid, 'SIGILL')" })).toBe(
      'the process that verifies it ended: ended by SIGILL',
    );
  });

  it('whose install script fails', async () => {
    const fails = "console.log('fetching'); throw new Error('getaddrinfo ENOTFOUND library.invalid')";
    const lines: string[] = [];
    const reason = await refusal({ install: fails }, { onLine: (line) => lines.push(line) });
    expect(reason).toBe('npm: getaddrinfo ENOTFOUND library.invalid');
    expect(lines).toContain('fetching');
  });

  it('that npm does not find', async () => {
    expect(await refusal({}, { spec: 'file:/nowhere/at/all.tgz' })).toMatch(/^npm: .*(ENOENT|no such file)/);
  });

  it('without npm', async () => {
    const path = process.env['PATH'];
    onTestFinished(() => void (process.env['PATH'] = path));
    process.env['PATH'] = temporaryFolder();
    expect(await refusal({})).toBe('npm, which is needed to install it, is not on PATH');
  });

  it('that is cancelled while npm runs, including its processes', async () => {
    const told = join(temporaryFolder(), 'pid');
    const waits = `
      require('node:fs').writeFileSync(${JSON.stringify(told)}, String(process.pid));
      setInterval(() => undefined, 1000);`;
    const storage = temporaryFolder();
    const abort = new AbortController();
    const installing = install(storage, { install: waits }, { signal: abort.signal });
    const cancelled = expect(installing).rejects.toThrow('not wanted');
    await expect.poll(() => existsSync(told) && readFileSync(told, 'utf8'), { timeout: 60_000 }).toMatch(/^\d+$/);
    abort.abort(new Error('not wanted'));
    await cancelled;
    expect(readdirSync(storage)).toEqual([]);
    await expect.poll(() => isAlive(Number(readFileSync(told, 'utf8')))).toBe(false);
  });

  it('that is cancelled while it is verified', async () => {
    const storage = temporaryFolder();
    const abort = new AbortController();
    const verify = async () => {
      abort.abort(new Error('not wanted'));
      return 'verified';
    };
    await expect(install(storage, {}, { signal: abort.signal, verify })).rejects.toThrow('not wanted');
    expect(readdirSync(storage)).toEqual([]);
  });

  it('started by a window that no longer exists; those of other windows remain', async () => {
    const storage = await installed();
    const gone = join(storage, `tfjs-node-${tensorflowVersion}.${2 ** 30}.partial`);
    const others = join(storage, `tfjs-node-${tensorflowVersion}.${process.ppid}.partial`);
    for (const folder of [gone, others]) {
      mkdirSync(folder);
      writeFileSync(join(folder, 'package.json'), '{}');
    }
    await install(storage, {});
    expect([existsSync(gone), existsSync(others)]).toEqual([false, true]);
  });
});

/** A process that has ended but has not been reaped yet counts as ended. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
