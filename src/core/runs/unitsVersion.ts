import { stat } from 'node:fs/promises';
import { featurePath } from './featureFiles.ts';
import { weightsVersion } from './weightsVersion.ts';

/** A text that changes when the weights of a run are replaced, or the autoencoder `features`; null: its neurons. */
export async function unitsVersion(directory: string, features: string | null): Promise<string> {
  const weights = await weightsVersion(directory);
  if (features === null) return String(weights);
  const file = await stat(featurePath(directory, features, 'json')).catch(() => null);
  return [weights, features, file?.mtimeMs ?? 0].join(' ');
}
