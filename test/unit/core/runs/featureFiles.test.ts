import { rmSync, writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Parameters } from '../../../../src/core/model/parameters.ts';
import {
  currentFeatures,
  featureNames,
  featuresName,
  readFeatureParameters,
  readFeatures,
  storeFeatures,
  usableFeatures,
} from '../../../../src/core/runs/featureFiles.ts';
import { runFiles } from '../../../../src/core/runs/runFiles.ts';
import { weightsHash } from '../../../../src/core/runs/weightsHash.ts';
import { someFeatures } from '../evaluation/features/someFeatures.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** Of two features of activations of width 3. */
const parameters = (decoder: readonly number[]): Parameters =>
  new Map([
    ['encoder.weight', Float32Array.of(1, 2, 3, 4, 5, 6)],
    ['encoder.bias', Float32Array.of(0.5, -0.5)],
    ['decoder.table', Float32Array.from(decoder)],
    ['decoder.bias', Float32Array.of(7, 8, 9)],
    ['threshold', Float32Array.of(0.25)],
  ]);
const trained = parameters([1, 0, 0, 0, 1, 0]);

describe('the autoencoders of a run', () => {
  const folder = temporaryFolder();
  let weights: string;
  const store = (own: Parameters, identity: { site: 'embedding' | 'ffn'; layer: number | null; active: number }) =>
    storeFeatures(
      folder.path(),
      {
        ...{ ...identity, features: 2, width: 3, tokens: 10, learningRate: 0.1, seed: 1, weights },
        ...{ steps: 5, seconds: 1, device: 'a device', evaluation: someFeatures },
      },
      own,
    );
  const ffn = { site: 'ffn', layer: 0, active: 1 } as const;

  beforeEach(async () => {
    writeFileSync(folder.path(runFiles.weights), 'some weights');
    weights = await weightsHash(folder.path());
  });

  test('are stored with their parameters, listed by site, layer and k', async () => {
    expect(await currentFeatures(folder.path())).toEqual({ stored: [], unusable: [] });
    await store(trained, { site: 'ffn', layer: 1, active: 16 });
    await store(trained, { site: 'ffn', layer: 1, active: 2 });
    const stored = await store(trained, { site: 'embedding', layer: null, active: 1 });
    expect(await featureNames(folder.path())).toEqual(['embedding-k1', 'ffn2-k2', 'ffn2-k16']);
    expect(readFeatures(folder.path(), 'embedding-k1')).toEqual(stored);
    expect(await readFeatureParameters(folder.path(), stored)).toEqual(trained);
  });

  test('are not used with other weights', async () => {
    await store(trained, ffn);
    writeFileSync(folder.path(runFiles.weights), 'other weights');
    const problem = 'it was trained on other weights than the run has now';
    expect(await currentFeatures(folder.path())).toEqual({ stored: [], unusable: [{ name: 'ffn1-k1', problem }] });
    await expect(usableFeatures(folder.path(), 'ffn1-k1')).rejects.toThrow(problem);
  });

  test('are not used where a replacement was interrupted after its parameters, or these are missing', async () => {
    const stored = await store(trained, ffn);
    const path = (ending: string) => folder.path(runFiles.features, `${featuresName(stored)}.${ending}`);
    await store(parameters([0, 1, 0, 0, 0, 1]), ffn);
    writeFileSync(path('json'), JSON.stringify(stored));
    const problem = 'its parameters are not those that were measured';
    expect((await currentFeatures(folder.path())).unusable).toEqual([{ name: 'ffn1-k1', problem }]);
    await expect(usableFeatures(folder.path(), 'ffn1-k1')).rejects.toThrow(problem);
    rmSync(path('safetensors'));
    expect((await currentFeatures(folder.path())).unusable[0]!.problem).toBe('its parameters are missing');
  });

  test('are refused under the name of others', async () => {
    const stored = await store(trained, ffn);
    writeFileSync(folder.path(runFiles.features, 'ffn2-k1.json'), JSON.stringify(stored));
    await expect(currentFeatures(folder.path())).rejects.toThrow('it describes ffn1-k1');
  });
});
