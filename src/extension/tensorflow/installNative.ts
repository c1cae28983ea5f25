import { access, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nativePackages, type NativePackage } from '../../engine/tensorflow/nativePackage.ts';
import { UserError } from '../../common/userError.ts';
import { npmInstall, type NpmInstall } from './npmInstall.ts';
import { tensorflowVersion } from './variants.ts';

export interface InstallNative<T> extends Pick<NpmInstall, 'signal' | 'onLine'> {
  /** The folder that holds what is installed, at most one package. */
  readonly storage: string;
  readonly name: NativePackage;
  /** What npm is to install: a version, or where the package lies. */
  readonly spec: string;
  /** Throws where what is installed in a folder is not to be used. */
  readonly verify: (folder: string) => Promise<T>;
}

/**
 * Installs a native package into a folder of its own that takes its name, and the place of what was there, only once the package is
 * verified; else nothing is left. Returns what `verify` did. Errors: UserError, the signal's reason, what `verify` throws.
 */
export async function installNative<T>({ storage, name, spec, verify, ...npm }: InstallNative<T>): Promise<T> {
  const final = join(storage, folderName(name));
  const partial = `${final}${partialSuffix}`;
  await sweep(storage);
  try {
    await mkdir(partial, { recursive: true });
    const manifest = { private: true, dependencies: { [name]: spec }, allowScripts: { [name]: true } };
    await writeFile(join(partial, 'package.json'), JSON.stringify(manifest));
    await npmInstall({ folder: partial, ...npm });
    const verified = await verify(partial);
    npm.signal.throwIfAborted();
    await replace(storage, partial, final);
    return verified;
  } finally {
    await remove(partial);
  }
}

/** The folder that trainings are to use; undefined where none is installed that goes with the bundled TensorFlow.js. */
export async function installedFolder(storage: string): Promise<string | undefined> {
  for (const name of nativePackages) {
    const folder = join(storage, folderName(name));
    if (await exists(folder)) return folder;
  }
  return undefined;
}

/** A window's own, as others may install at the same time. */
const partialSuffix = `.${process.pid}.partial`;

const folderName = (name: NativePackage) => `${name.replace('@tensorflow/', '')}-${tensorflowVersion}`;

async function replace(storage: string, partial: string, final: string): Promise<void> {
  const older = (await readdir(storage)).filter((entry) => !entry.endsWith('.partial'));
  const outgoing = older.map((entry) => ({
    from: join(storage, entry),
    to: join(storage, `${entry}.old${partialSuffix}`),
  }));
  try {
    for (const { from, to } of outgoing) await rename(from, to);
    await rename(partial, final);
  } catch (error) {
    // Windows moves no folder whose libraries are loaded.
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`the TensorFlow that was there is in use (${reason})`, 'Stop all trainings, then try again.');
  }
  for (const { to } of outgoing) await remove(to);
}

/** Removes what windows left that ended while they installed. */
async function sweep(storage: string): Promise<void> {
  const entries = await readdir(storage).catch(() => []);
  for (const entry of entries) {
    const [, pid] = /\.(\d+)\.partial$/.exec(entry) ?? [];
    if (pid !== undefined && !isAlive(Number(pid))) await remove(join(storage, entry));
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false; // it installs one at a time
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

const remove = (folder: string) => rm(folder, { recursive: true, force: true, maxRetries: 5 });

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
