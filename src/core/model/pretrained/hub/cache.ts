import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { atomicWrite, temporaryName } from '../../../../common/atomicWrite.ts';
import { replace } from '../../../../common/replace.ts';

// The cache of the Hugging Face hub as Python's huggingface_hub places it: `models--org--name` has the contents of files in
// `blobs`, under their hashes; `snapshots/COMMIT` with links to them; and in `refs/REVISION` the commit of a branch or tag.

export type Environment = Readonly<Record<string, string | undefined>>;

/** Whether a text can be the name of a model on the hub, such as `org/name`. */
export const isModelName = (text: string) => /^\w[\w.-]*(\/\w[\w.-]*)?$/.test(text);

/** Whether a text can be the name of a branch, tag or commit. */
export const isRevision = (text: string) => /^\w[\w.-]*(\/\w[\w.-]*)*$/.test(text);

export const isCommit = (text: string) => /^[\da-f]{40}$/.test(text);

/** Variables of huggingface_hub that switch something on. */
export const isOn = (environment: Environment, name: string) => /^(1|on|yes|true)$/i.test(environment[name] ?? '');

/** Where Python's huggingface_hub keeps what it has downloaded: HF_HUB_CACHE, else hub in HF_HOME, else in ~/.cache/huggingface. */
export function hubCache(environment: Environment = process.env): string {
  const given = environment['HF_HUB_CACHE'];
  if (given) return expandHome(given);
  const home = environment['HF_HOME'];
  if (home) return join(expandHome(home), 'hub');
  return join(environment['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'huggingface', 'hub');
}

const expandHome = (path: string) => path.replace(/^~(?=$|[\\/])/, homedir());

/** The name of the model whose part of the cache is this folder; null for other folders. */
export function modelOfFolder(folder: string): string | null {
  const name = /^models--(.*)$/.exec(folder)?.[1]?.replace('--', '/') ?? '';
  return isModelName(name) ? name : null;
}

/** A model's part of the cache. */
export class CachedModel {
  readonly #folder: string;
  readonly #canLink: boolean;

  /** `name`: as `isModelName` has it. */
  constructor(name: string, environment: Environment) {
    this.#folder = join(hubCache(environment), `models--${name.replace('/', '--')}`);
    this.#canLink = !isOn(environment, 'HF_HUB_DISABLE_SYMLINKS');
  }

  /** The snapshot of the branch main; null where the cache has none. */
  async snapshotOfMain(): Promise<string | null> {
    const commit = await readFile(join(this.#folder, 'refs', 'main'), 'utf8').catch(() => '');
    if (!/^[\da-f]+$/.test(commit.trim())) return null;
    const snapshot = this.snapshot(commit.trim());
    return existsSync(join(snapshot, 'config.json')) ? snapshot : null;
  }

  /** The folder with the files of a commit. */
  snapshot(commit: string): string {
    return join(this.#folder, 'snapshots', commit);
  }

  /** The file with the content of this hash (SHA-256, or git's id). */
  blob(hash: string): string {
    return join(this.#folder, 'blobs', hash);
  }

  /** Makes the content of a hash a file of a snapshot: as a link, or as a copy where the file system has no links. */
  async addToSnapshot(commit: string, name: string, hash: string): Promise<void> {
    const path = join(this.snapshot(commit), name);
    if (existsSync(path)) return;
    await mkdir(dirname(path), { recursive: true });
    const temporary = temporaryName(path);
    const link = () => symlink(join('..', '..', 'blobs', hash), temporary);
    const copy = () => copyFile(this.blob(hash), temporary);
    try {
      await (this.#canLink ? link().catch(copy) : copy());
      await replace(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  /** Records the commit of a branch or tag; a commit needs no record. */
  async setRevision(revision: string, commit: string): Promise<void> {
    if (revision === commit) return;
    const path = join(this.#folder, 'refs', revision);
    await mkdir(dirname(path), { recursive: true });
    await atomicWrite(path, commit);
  }
}
