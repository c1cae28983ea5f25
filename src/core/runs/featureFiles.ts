import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { atomicWrite } from '../../common/atomicWrite.ts';
import { fileHash } from '../../common/fileHash.ts';
import { fileProblem } from '../../common/fileProblem.ts';
import { UserError } from '../../common/userError.ts';
import { featureEvaluationSchema } from '../evaluation/features/measureFeatures.ts';
import { autoencoderBuffers, autoencoderSpecs, type AutoencoderShape } from '../model/autoencoder.ts';
import type { ActivationSite } from '../model/forward.ts';
import type { Parameters } from '../model/parameters.ts';
import { readSafetensors, writeSafetensors, type Tensor } from '../model/safetensors.ts';
import type { NamedFeatures } from '../evaluation/features/unitTable.ts';
import { readJson, runFiles } from './runFiles.ts';
import { transposed } from './transposed.ts';
import { weightsHash } from './weightsHash.ts';

const count = z.int().min(1);
const sites = ['embedding', 'ffn'] as const;

/** `NAME.json` in the folder `features` of a run: an autoencoder, of which `NAME.safetensors` has the parameters. */
export const storedFeaturesSchema = z.object({
  site: z.enum(sites),
  /** From 0; null at the embeddings. */
  layer: z.int().min(0).nullable(),
  /** k: features that fire for a token, on average. */
  active: count,
  features: count,
  /** Of the activations. */
  width: count,
  /** Activations that it was to be trained on. */
  tokens: count,
  learningRate: z.number(),
  seed: z.int(),
  /** SHA-256 of the weights of the run that it was trained on, and of its own parameters. */
  weights: z.string(),
  parameters: z.string(),
  /** Of the training. */
  steps: z.int(),
  seconds: z.number(),
  device: z.string(),
  /** On the test split. */
  evaluation: featureEvaluationSchema,
});
export type StoredFeatures = z.output<typeof storedFeaturesSchema>;
export type FeatureSite = (typeof sites)[number];

type Identity = Pick<StoredFeatures, 'site' | 'layer' | 'active'>;

/** Such as "embedding-k16", or "ffn1-k16" for the neurons of the first layer. */
export function featuresName({ site, layer, active }: Identity): string {
  return `${site}${layer === null ? '' : layer + 1}-k${active}`;
}

/** An autoencoder as tables show it. */
export const namedFeatures = (stored: StoredFeatures): NamedFeatures => ({
  ...{ name: featuresName(stored), evaluation: stored.evaluation },
});

/** File names of the folder, without their ending. */
export const featuresNamePattern = /^(?:embedding|ffn[1-9]\d{0,2})-k[1-9]\d{0,5}$/;

export const siteOf = ({ site, layer }: Pick<StoredFeatures, 'site' | 'layer'>): ActivationSite =>
  site === 'embedding' ? { site } : { site, layer: layer! };

export const shapeOfFeatures = ({ width, features, active }: StoredFeatures): AutoencoderShape => ({
  ...{ width, features, active },
});

/** Of a file of an autoencoder; `jsonl` has what its features stand for, once that is measured. */
export const featurePath = (directory: string, name: string, ending: 'json' | 'safetensors' | 'jsonl') =>
  join(directory, runFiles.features, `${name}.${ending}`);

/**
 * Stores an autoencoder, replacing one of the same site and k. The parameters are written first: until the document follows, the two do not
 * belong together and cannot be used. Errors: UserError where a file cannot be written.
 */
export async function storeFeatures(
  directory: string,
  document: Omit<StoredFeatures, 'parameters'>,
  parameters: Parameters,
): Promise<StoredFeatures> {
  const name = featuresName(document);
  const folder = join(directory, runFiles.features);
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw fileProblem(folder, error, 'written');
  });
  const path = featurePath(directory, name, 'safetensors');
  const { width, features, active } = document;
  await writeSafetensors(path, tensorsOf({ width, features, active }, parameters), { format: 'pt' });
  const stored = { ...document, parameters: await fileHash(path) };
  await atomicWrite(featurePath(directory, name, 'json'), `${JSON.stringify(stored)}\n`);
  return stored;
}

/** The files of an autoencoder, relative to the run, with slashes. */
export function filesOfFeatures(stored: Identity): string[] {
  return ['json', 'safetensors'].map((ending) => `${runFiles.features}/${featuresName(stored)}.${ending}`);
}

/** Names of the autoencoders in a run, whether or not they belong to its weights. */
export async function featureNames(directory: string): Promise<string[]> {
  const folder = join(directory, runFiles.features);
  if (!existsSync(folder)) return [];
  const files = await readdir(folder).catch((error: unknown) => {
    throw fileProblem(folder, error, 'read');
  });
  const names = files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -'.json'.length));
  return names.filter((name) => featuresNamePattern.test(name)).sort(byNumber.compare);
}

const byNumber = new Intl.Collator('en', { numeric: true });

/** The document of an autoencoder. Errors: UserError where it is missing or damaged. */
export function readFeatures(directory: string, name: string): StoredFeatures {
  const path = featurePath(directory, name, 'json');
  const stored = readJson(path, storedFeaturesSchema);
  if (featuresName(stored) !== name)
    throw new UserError(`${path}: it describes ${featuresName(stored)}`, again(stored));
  return stored;
}

/** An autoencoder that cannot be used. */
interface UnusableFeatures {
  readonly name: string;
  readonly problem: string;
}

/** The documents of the autoencoders that belong to the weights that the run has now, and the others. Errors: as `readFeatures`. */
export async function currentFeatures(
  directory: string,
): Promise<{ stored: StoredFeatures[]; unusable: UnusableFeatures[] }> {
  const found = { stored: [] as StoredFeatures[], unusable: [] as UnusableFeatures[] };
  const names = await featureNames(directory);
  const weights = names.length === 0 ? '' : await weightsHash(directory);
  for (const name of names) {
    const stored = readFeatures(directory, name);
    const problem = await problemOf(directory, stored, weights);
    if (problem === null) found.stored.push(stored);
    else found.unusable.push({ name, problem });
  }
  return found;
}

/** Why an autoencoder cannot be used with these weights of the run; null if it can. */
async function problemOf(directory: string, stored: StoredFeatures, weights: string): Promise<string | null> {
  if (stored.weights !== weights) return 'it was trained on other weights than the run has now';
  const path = featurePath(directory, featuresName(stored), 'safetensors');
  if (!existsSync(path)) return 'its parameters are missing';
  // Other ones are there where its replacement was interrupted.
  return (await fileHash(path)) === stored.parameters ? null : 'its parameters are not those that were measured';
}

/** The document of an autoencoder that can be used. Errors: UserError for one that the run lacks, or that does not belong to its weights. */
export async function usableFeatures(directory: string, name: string): Promise<StoredFeatures> {
  const names = await featureNames(directory);
  if (!names.includes(name)) {
    const allowed = names.length === 0 ? 'it has none' : `allowed: ${names.join(', ')}`;
    throw new UserError(
      `the run has no autoencoder "${name}"; ${allowed}`,
      'Train one: `safr features RUN --site ffn`.',
    );
  }
  const stored = readFeatures(directory, name);
  const problem = await problemOf(directory, stored, await weightsHash(directory));
  if (problem !== null) throw new UserError(`${name}: ${problem}`, again(stored));
  return stored;
}

/** The parameters of an autoencoder that can be used (`usableFeatures`), as its program holds them. Errors: UserError where it is damaged. */
export async function readFeatureParameters(directory: string, stored: StoredFeatures): Promise<Parameters> {
  const path = featurePath(directory, featuresName(stored), 'safetensors');
  const { tensors } = await readSafetensors(path);
  const shape = shapeOfFeatures(stored);
  const expected = tensorSpecs(shape);
  const values = expected.map(({ name: tensor, shape: dims }) => {
    const found = tensors.get(tensor);
    if (found?.values instanceof Float32Array && found.shape.join() === dims.join()) return found.values;
    throw new UserError(`${path}: it has no tensor ${tensor} of shape [${dims.join(', ')}]`, again(stored));
  });
  const byName = new Map(expected.map(({ name: tensor }, i) => [tensor, values[i]!]));
  const decoder = byName.get('decoder.weight')!;
  byName.delete('decoder.weight');
  return byName.set(autoencoderBuffers.decoder, transposed(decoder, shape.width));
}

const again = ({ site, layer, active }: Identity) =>
  `Train it again: \`safr features RUN --site ${site}${layer === null ? '' : ` --layer ${layer + 1}`} --active ${active}\`.`;

/** The tensors of the file: those of PyTorch's linear layers `encoder` and `decoder`, and `threshold`. */
function tensorSpecs(shape: AutoencoderShape) {
  const specs = autoencoderSpecs(shape).map((spec) =>
    spec.name === autoencoderBuffers.decoder ? { name: 'decoder.weight', shape: [shape.width, shape.features] } : spec,
  );
  return [...specs, { name: autoencoderBuffers.threshold, shape: [1] }];
}

function tensorsOf(shape: AutoencoderShape, parameters: Parameters): Tensor[] {
  return tensorSpecs(shape).map((spec) => ({
    ...spec,
    values:
      spec.name === 'decoder.weight'
        ? transposed(parameters.get(autoencoderBuffers.decoder)!, shape.features)
        : parameters.get(spec.name)!,
  }));
}
