import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { UserError } from '../../../common/userError.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The folder of a pretrained model: a path relative to `baseDir`, else a name such as `org/name` in the cache of the Hugging Face hub.
 * Errors: UserError that names both places.
 */
export async function findPretrainedFolder(
  name: string,
  baseDir: string,
  environment: Environment = process.env,
): Promise<string> {
  const folder = resolve(baseDir, name);
  if (existsSync(join(folder, 'config.json'))) return folder;
  if (existsSync(folder)) {
    throw new UserError(
      `${folder}: no model: it has no config.json`,
      'Name the folder that has the model’s config.json.',
    );
  }
  const cached = await cachedSnapshot(name, environment);
  if (cached !== null) return cached;
  throw new UserError(
    `${name}: no such model: neither the folder ${folder} nor a model of the Hugging Face cache ${hubCache(environment)}`,
    'Check the path, or download the model into the cache.',
  );
}

/** The snapshot of a model's branch main in the cache, as Python's huggingface_hub places it. */
async function cachedSnapshot(name: string, environment: Environment): Promise<string | null> {
  if (!/^[\w.-]+(\/[\w.-]+)?$/.test(name)) return null;
  const model = join(hubCache(environment), `models--${name.replace('/', '--')}`);
  const commit = await readFile(join(model, 'refs', 'main'), 'utf8').catch(() => null);
  if (commit === null || !/^[\da-f]+$/.test(commit.trim())) return null;
  const snapshot = join(model, 'snapshots', commit.trim());
  return existsSync(join(snapshot, 'config.json')) ? snapshot : null;
}

/** Where Python's huggingface_hub keeps what it has downloaded: HF_HUB_CACHE, else hub in HF_HOME, else in ~/.cache/huggingface. */
export function hubCache(environment: Environment = process.env): string {
  const given = environment['HF_HUB_CACHE'];
  if (given) return expandHome(given);
  const home = environment['HF_HOME'];
  if (home) return join(expandHome(home), 'hub');
  return join(environment['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'huggingface', 'hub');
}

const expandHome = (path: string) => path.replace(/^~(?=$|[\\/])/, homedir());
