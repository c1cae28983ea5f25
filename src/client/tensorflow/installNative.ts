import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { installedFolder, tensorflowVersion, type NativePackage } from '../../engine/tensorflow/nativePackage.ts';
import { UserError } from '../../common/userError.ts';
import { compileBinding, findCompiler, headersPackage } from './compileBinding.ts';
import { findNpm, npmInstall } from './npmInstall.ts';
import { pythonLibrary } from './pythonLibrary.ts';
import type { ToolContext } from './tool.ts';
import { verifyNative } from './verifyNative.ts';

export interface InstallNative extends Omit<ToolContext, 'folder'> {
  readonly name: NativePackage;
  /** As in `VerifyNative`. */
  readonly dist: string;
  /** Tried in this order. */
  readonly ways?: readonly Way[];
  /** Where the package is installed; by default where all programs find it. */
  readonly final?: string;
  /** What npm installs: a version, or the path of the package. */
  readonly spec?: string;
}

/** Where the library comes from: the package's own script downloads it, or it is that of Python's package `tensorflow`. */
export type Way = 'script' | 'python';

/** Elsewhere, Python's package has libraries of other names. */
const waysHere: readonly Way[] = process.platform === 'linux' ? ['script', 'python'] : ['script'];

/**
 * Installs a native package, in the first way whose result is verified. Each way installs into a new folder, which gets its final name
 * and replaces the previous installation only once the package is verified; otherwise it is removed. Returns a sentence about the
 * result. Errors: UserError that says why each way failed; the signal's reason.
 */
export async function installNative({ ways = waysHere, ...install }: InstallNative): Promise<string> {
  findNpm(); // both ways need it
  const failures: UserError[] = [];
  for (const way of ways) {
    try {
      return await installBy(way, install);
    } catch (error) {
      install.signal.throwIfAborted();
      if (!(error instanceof UserError)) throw error;
      failures.push(error);
      if (failures.length < ways.length) install.onStep(`${error.message}; trying Python’s TensorFlow`);
    }
  }
  const reasons = new Set(failures.map(({ message }) => message));
  throw new UserError([...reasons].join('; with Python’s TensorFlow: '), failures.at(-1)!.remedy);
}

async function installBy(
  way: Way,
  { name, dist, final = installedFolder(), spec = tensorflowVersion, ...tools }: Omit<InstallNative, 'ways'>,
): Promise<string> {
  const folder = `${final}${partialSuffix}`;
  await removeLeftovers(dirname(final));
  try {
    await mkdir(folder, { recursive: true });
    await fill(way, name, spec, { folder, ...tools });
    tools.onStep('verifying with golden files');
    const verified = await verifyNative({ dist, name, folder, signal: tools.signal });
    tools.signal.throwIfAborted();
    await replace(folder, final);
    return verified;
  } finally {
    await remove(folder);
  }
}

/** Installs the package into an empty folder. */
async function fill(way: Way, name: NativePackage, spec: string, context: ToolContext): Promise<void> {
  const manifest = { private: true, dependencies: { [name]: spec, ...(way === 'python' && headersPackage) } };
  await writeFile(
    join(context.folder, 'package.json'),
    JSON.stringify({ ...manifest, allowScripts: { [name]: true } }),
  );
  if (way === 'script') return npmInstall(context);
  findCompiler(); // before anything is downloaded
  const tensorflow = await pythonLibrary(name, context);
  await npmInstall(context, '--ignore-scripts');
  await compileBinding(name, tensorflow, context);
}

/** Per process, since others may install at the same time. */
const partialSuffix = `.${process.pid}.partial`;

async function replace(folder: string, final: string): Promise<void> {
  const previous = `${final}.old${partialSuffix}`;
  try {
    await rename(final, previous).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    await rename(folder, final);
  } catch (error) {
    // Windows does not move a folder whose libraries are loaded.
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `the previously installed TensorFlow is in use (${reason})`,
      'Stop all trainings, then try again.',
    );
  }
  await remove(previous);
}

/** Removes what processes left behind that ended during an installation. */
async function removeLeftovers(parent: string): Promise<void> {
  const entries = await readdir(parent).catch(() => []);
  for (const entry of entries) {
    const [, pid] = /^tensorflow-.*\.(\d+)\.partial$/.exec(basename(entry)) ?? [];
    if (pid !== undefined && !isAlive(Number(pid))) await remove(join(parent, entry));
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false; // this process installs one package at a time
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

const remove = (folder: string) => rm(folder, { recursive: true, force: true, maxRetries: 5 });
