import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { grouped } from '../../../common/format.ts';
import { UserError } from '../../../common/userError.ts';
import { readConfig, type Architecture, type PretrainedConfig } from './config.ts';
import { CachedModel, hubCache, modelOfFolder, type Environment } from './hub/cache.ts';
import { weightFileNames } from './weightFiles.ts';

/** An encoder that an experiment can name. */
export interface AvailableEncoder {
  /** On the hub. */
  readonly name: string;
  readonly config: PretrainedConfig;
}

/** The encoders in the cache of the Hugging Face hub whose branch main is complete and of a supported architecture, by name. */
export async function cachedEncoders(environment: Environment = process.env): Promise<AvailableEncoder[]> {
  const folders = await readdir(hubCache(environment)).catch(() => []);
  const names = folders.map(modelOfFolder).filter((name) => name !== null);
  const found = await Promise.all(
    names.map(async (name) => {
      const snapshot = await new CachedModel(name, environment).snapshotOfMain();
      const config = snapshot && (await encoderIn(snapshot));
      return config ? [{ name, config }] : [];
    }),
  );
  return found.flat().sort((a, b) => a.name.localeCompare(b.name));
}

/** The config of the encoder in a folder; null where there is none of a supported architecture with weights. */
export async function encoderIn(folder: string): Promise<PretrainedConfig | null> {
  if (!weightFileNames.some((name) => existsSync(join(folder, name)))) return null;
  try {
    return await readConfig(join(folder, 'config.json'));
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

const architectureNames: Readonly<Record<Architecture, string>> = {
  bert: 'BERT',
  distilbert: 'DistilBERT',
  roberta: 'RoBERTa',
};

/** What an encoder is, in words. */
export function describeEncoder({ architecture, layers, feedForward, heads }: PretrainedConfig): string {
  return `${architectureNames[architecture]}, ${layers} layers of ${grouped(feedForward)} neurons and ${heads} heads`;
}
