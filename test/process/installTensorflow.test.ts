import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ComputeProcess } from '../../src/client/computeProcess.ts';
import { installNative, type InstallNative } from '../../src/client/tensorflow/installNative.ts';
import type { WorkflowEvent } from '../../src/core/workflow/workflowEvent.ts';
import { nativeFolderVariable, tensorflowVersion } from '../../src/engine/tensorflow/nativePackage.ts';
import { computing, miscomputing, packTensorflow, type FakePackage } from './fakeTensorflow.ts';
import { filesIn, safr, temporaryFolder } from './safr.ts';
import { writeTinyExperiment } from './tinyExperiment.ts';

const dist = resolve('dist');
const name = '@tensorflow/tfjs-node';
const agreed = `TensorFlow.js ${tensorflowVersion}, native: 3 goldens agree`;
const folderName = `tensorflow-${tensorflowVersion}`;

/** Installs a fake package into `storage`, as the command does. */
async function install(storage: string, fake: FakePackage, parts: Partial<InstallNative> = {}): Promise<string> {
  return installNative({
    ...{ name, dist, signal: new AbortController().signal, onStep: () => undefined, onLine: () => undefined },
    ways: ['script'],
    final: join(storage, folderName),
    spec: await packTensorflow(temporaryFolder(), fake),
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
    expect(readdirSync(storage)).toEqual([folderName]);

    const folder = temporaryFolder();
    writeTinyExperiment(folder, { training: { epochs: 1, batchSize: 8, learningRate: 0.01 } });
    const env = { [nativeFolderVariable]: join(storage, folderName) };
    const compute = await ComputeProcess.start(join(dist, 'host', 'compute.js'), { env });
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

  it('is found by the command line in the cache folder, or in the folder that SAFR_TENSORFLOW names', async () => {
    const storage = await installed();
    const native = /tensorflow +available +TensorFlow\.js [\d.]+, native$/m;
    const named = { [nativeFolderVariable]: join(storage, folderName) };
    expect((await safr(['devices'], { cwd: temporaryFolder(), env: named })).stdout).toMatch(native);

    const cache = temporaryFolder();
    renameSync(storage, join(cache, 'safr'));
    const env = { XDG_CACHE_HOME: cache };
    expect((await safr(['devices'], { cwd: temporaryFolder(), env })).stdout).toMatch(native);
  });

  it('is replaced by another one only after that has been verified', async () => {
    const storage = await installed();
    const before = filesIn(storage);
    await expect(install(storage, { main: miscomputing })).rejects.toThrow();
    expect(filesIn(storage)).toEqual(before);
    const main = `${computing}\n// another one`;
    expect(await install(storage, { main })).toBe(agreed);
    expect(readdirSync(storage)).toEqual([folderName]);
    const path = join(storage, folderName, 'node_modules', name, 'main.cjs');
    expect(readFileSync(path, 'utf8')).toBe(main);
  });
});

describe('nothing remains of an installation', () => {
  /** The reason of the failure, in one line. */
  async function refusal(fake: FakePackage, parts?: Partial<InstallNative>): Promise<string> {
    const storage = temporaryFolder();
    const error: unknown = await install(storage, fake, parts).catch((thrown: unknown) => thrown);
    expect(readdirSync(storage)).toEqual([]);
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
    usePath(temporaryFolder());
    expect(await refusal({}, { ways: ['script', 'python'] })).toBe(
      'npm, which is needed to install it, is not on PATH',
    );
  });

  it('that is cancelled while npm runs, including its processes', async () => {
    const pidFile = join(temporaryFolder(), 'pid');
    const waits = `
      require('node:fs').writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));
      setInterval(() => undefined, 1000);`;
    const storage = temporaryFolder();
    const abort = new AbortController();
    const installing = install(storage, { install: waits }, { signal: abort.signal });
    const cancelled = expect(installing).rejects.toThrow('not wanted');
    await expect.poll(() => existsSync(pidFile) && readFileSync(pidFile, 'utf8'), { timeout: 60_000 }).toMatch(/^\d+$/);
    abort.abort(new Error('not wanted'));
    await cancelled;
    expect(readdirSync(storage)).toEqual([]);
    await expect.poll(() => isAlive(Number(readFileSync(pidFile, 'utf8')))).toBe(false);
  });

  it('that is cancelled while it is verified', async () => {
    const storage = temporaryFolder();
    const abort = new AbortController();
    const onStep = (text: string) => text.startsWith('verifying') && abort.abort(new Error('not wanted'));
    await expect(install(storage, {}, { signal: abort.signal, onStep })).rejects.toThrow('not wanted');
    expect(readdirSync(storage)).toEqual([]);
  });

  it('started by a window that no longer exists; those of other windows remain', async () => {
    const storage = await installed();
    const gone = join(storage, `${folderName}.${2 ** 30}.partial`);
    const others = join(storage, `${folderName}.${process.ppid}.partial`);
    for (const folder of [gone, others]) {
      mkdirSync(folder);
      writeFileSync(join(folder, 'package.json'), '{}');
    }
    await install(storage, {});
    expect([existsSync(gone), existsSync(others)]).toEqual([false, true]);
  });
});

describe('where the package’s own library cannot be used, Python’s is', () => {
  const own = 'npm: getaddrinfo ENOTFOUND library.invalid';
  /** Fails where it is to run the scripts of packages; else installs a package that computes if it has a binding. */
  function npm(): string {
    const files = temporaryFolder();
    mkdirSync(join(files, 'binding'));
    writeFileSync(join(files, 'binding', 'one.cc'), '');
    writeFileSync(join(files, 'package.json'), JSON.stringify({ name, main: 'main.cjs' }));
    writeFileSync(join(files, 'main.cjs'), `require('node:fs').accessSync(${binding});\n${computing}`);
    const copy = `mkdir -p node_modules/${name} && cp -r ${files}/. node_modules/${name}`;
    return `case "$*" in *--ignore-scripts*) ${copy};; *) echo 'npm error ${own.replace('npm: ', '')}'; exit 1;; esac`;
  }
  const binding = "__dirname + '/lib/napi-v8/tfjs_binding.node'";

  /** A folder with these programs, given as shell scripts. */
  function folderOf(programs: Readonly<Record<string, string>>): string {
    const folder = temporaryFolder();
    for (const [program, script] of Object.entries(programs)) {
      writeFileSync(join(folder, program), `#!/bin/sh\n${script}\n`);
      chmodSync(join(folder, program), 0o755);
    }
    return folder;
  }

  /** A Python environment that has TensorFlow. */
  function environment(): string {
    const tensorflow = temporaryFolder();
    const headers = ['include/tensorflow/c/eager/c_api.h', 'include/absl/log/globals.h'];
    for (const file of [...headers, 'libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']) {
      mkdirSync(dirname(join(tensorflow, file)), { recursive: true });
      writeFileSync(join(tensorflow, file), '');
    }
    return tensorflow;
  }

  const ways = ['script', 'python'] as const;

  it('of an environment that has it: the binding is linked with its libraries', async () => {
    const tensorflow = environment();
    const compiler = `for output; do :; done; echo "$*" > "$output"`; // the last argument
    usePath(`${folderOf({ npm: npm(), 'c++': compiler, python3: `echo ${tensorflow}` })}:${process.env['PATH']}`);
    const storage = temporaryFolder();
    const steps: string[] = [];
    expect(await install(storage, {}, { ways, onStep: (text) => steps.push(text) })).toBe(agreed);
    expect(steps).toEqual([
      ...[
        'npm installs the package',
        `${own}; trying Python’s TensorFlow`,
        `using ${tensorflow}`,
        'npm installs the package',
      ],
      ...['compiling the binding', 'verifying with golden files'],
    ]);
    const made = join(storage, folderName, 'node_modules', name, 'lib/napi-v8/libtfjs_binding.so');
    const { length } = readFileSync(made, 'utf8')
      .split(' ')
      .filter((part) => part.startsWith(tensorflow));
    expect(length).toBe(3); // the headers and both libraries
    expect(readFileSync(made, 'utf8')).toContain(`-Wl,-rpath,${tensorflow} `);
  });

  it.each([
    ['without a compiler', {}, 'a C++ compiler, which compiles the binding, is not on PATH'],
    ['without Python', { 'c++': '' }, 'python3, whose pip downloads the library, is not on PATH'],
    [
      'without an index that has it',
      { 'c++': '', python3: `if [ "$2" = pip ]; then echo 'ERROR: No matching distribution found'; exit 1; fi` },
      'pip cannot download tensorflow-cpu==2.21.0: No matching distribution found',
    ],
  ])('and %s one line says so', async (_, programs: Record<string, string>, reason) => {
    usePath(folderOf({ npm: npm(), ...programs }));
    const storage = temporaryFolder();
    await expect(install(storage, {}, { ways })).rejects.toThrow(
      expect.objectContaining({ name: 'UserError', message: `${own}; with Python’s TensorFlow: ${reason}` }),
    );
    expect(readdirSync(storage)).toEqual([]);
  });

  it('and a compiler that fails gives its first error', async () => {
    const compiler = `echo 'one.cc:1: error: no such type'; exit 1`;
    usePath(`${folderOf({ npm: npm(), 'c++': compiler, python3: `echo ${environment()}` })}:${process.env['PATH']}`);
    await expect(install(temporaryFolder(), {}, { ways })).rejects.toThrow(
      `${own}; with Python’s TensorFlow: the binding does not compile: one.cc:1: error: no such type`,
    );
  });

  it('for an NVIDIA GPU only of an environment that has it', async () => {
    usePath(folderOf({ npm: npm(), 'c++': '', python3: '' }));
    const gpu = { ways, name: '@tensorflow/tfjs-node-gpu' } as const;
    await expect(install(temporaryFolder(), {}, gpu)).rejects.toThrow(/python3 has no TensorFlow$/);
  });
});

/** Sets PATH for the rest of the test. */
function usePath(path: string): void {
  const before = process.env['PATH'];
  onTestFinished(() => void (process.env['PATH'] = before));
  process.env['PATH'] = path;
}

/** A process that has ended but has not been reaped yet counts as ended. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
