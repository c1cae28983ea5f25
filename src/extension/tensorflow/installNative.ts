import { access, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nativePackages, type NativePackage } from '../../engine/tensorflow/nativePackage.ts';
import { UserError } from '../../common/userError.ts';
import { npmInstall, type NpmInstall } from './npmInstall.ts';
import { tensorflowVersion } from './variants.ts';

export interface InstallNative<T> extends Pick<NpmInstall, 'signal' | 'onLine'> {
  /** The folder for installed packages; it holds at most one. */
  readonly storage: string;
  readonly name: NativePackage;
  /** What npm installs: a version, or the path of the package. */
  readonly spec: string;
  /** Throws if the package installed in a folder must not be used. */
  readonly verify: (folder: string) => Promise<T>;
}

/**
 * Installs a native package into a new folder, which gets its final name and replaces the previous package only once the package is
 * verified; otherwise it is removed. Returns the result of `verify`. Errors: UserError, the signal's reason, what `verify` throws.
 */
export async function installNative<T>({ storage, name, spec, verify, ...npm }: InstallNative<T>): Promise<T> {
  const final = join(storage, folderName(name));
  const partial = `${final}${partialSuffix}`;
  await removeLeftovers(storage);
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

/** The folder of the installed package; undefined if there is none for the version of the bundled TensorFlow.js. */
export async function installedFolder(storage: string): Promise<string | undefined> {
  for (const name of nativePackages) {
    const folder = join(storage, folderName(name));
    if (await exists(folder)) return folder;
  }
  return undefined;
}

/** Per window, since others may install at the same time. */
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
    // Windows does not move a folder whose libraries are loaded.
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `the previously installed TensorFlow is in use (${reason})`,
      'Stop all trainings, then try again.',
    );
  }
  for (const { to } of outgoing) await remove(to);
}

/** Removes what windows left behind that were closed during an installation. */
async function removeLeftovers(storage: string): Promise<void> {
  const entries = await readdir(storage).catch(() => []);
  for (const entry of entries) {
    const [, pid] = /\.(\d+)\.partial$/.exec(entry) ?? [];
    if (pid !== undefined && !isAlive(Number(pid))) await remove(join(storage, entry));
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

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
