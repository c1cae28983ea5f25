import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UserError } from '../../../common/userError.ts';
import { MissingModelError } from './missingModelError.ts';
import { CachedModel, hubCache, isModelName, type Environment } from './hub/cache.ts';

/**
 * The folder of a pretrained model: a path relative to `baseDir`, else a name such as `org/name` in the cache of the Hugging Face hub.
 * Errors: UserError that names both places, a MissingModelError where the name may be one of the hub.
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
  const onHub = isModelName(name);
  const cached = onHub ? await new CachedModel(name, environment).snapshotOfMain() : null;
  if (cached !== null) return cached;
  const message = `${name}: no such model: neither the folder ${folder} nor a model of the Hugging Face cache ${hubCache(environment)}`;
  throw onHub ? new MissingModelError(name, message) : new UserError(message, 'Check the path.');
}
