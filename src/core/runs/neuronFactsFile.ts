import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { atomicWrite } from '../../common/atomicWrite.ts';
import { checkRegular } from '../../common/checkRegular.ts';
import { neuronFactsSchema, type NeuronFacts } from '../evaluation/facts/neuronFacts.ts';
import { featurePath, usableFeatures } from './featureFiles.ts';
import { runFiles } from './runFiles.ts';
import { weightsHash } from './weightsHash.ts';

/** The first line of such a file; the others are the neurons of the first layer, then of the next. */
const headSchema = z.object({
  version: z.literal(1),
  /** SHA-256 of the weights of the run, or of the parameters of the autoencoder, that were measured. */
  weights: z.string(),
  /** Number of texts of the test split. */
  sentences: z.int(),
  layers: z.int().min(1),
});

/** What the neurons of a run, or the features of one of its autoencoders, stand for over its test split. */
export interface StoredFacts {
  readonly sentences: number;
  readonly layers: readonly (readonly NeuronFacts[])[];
}

/** Several times the size for 50,000 neurons. */
const maxBytes = 512 * 2 ** 20;

/** Where facts are stored, and by which parameters they are measured. */
export interface FactsPlace {
  readonly path: string;
  /** As in the first line of the file. */
  readonly weights: string;
}

/** Of the neurons of a run, or of the features of one of its autoencoders, `features`. Errors: as `weightsHash` and `usableFeatures`. */
export async function factsPlace(directory: string, features: string | null): Promise<FactsPlace> {
  if (features === null) return { path: join(directory, runFiles.neurons), weights: await weightsHash(directory) };
  const { parameters } = await usableFeatures(directory, features);
  return { path: featurePath(directory, features, 'jsonl'), weights: parameters };
}

/** Errors: as `atomicWrite`. */
export async function storeFacts({ path, weights }: FactsPlace, { sentences, layers }: StoredFacts): Promise<void> {
  const head: z.output<typeof headSchema> = { version: 1, weights, sentences, layers: layers.length };
  const lines = [head, ...layers.flat()].map((line) => Buffer.from(`${JSON.stringify(line)}\n`));
  await atomicWrite(path, lines);
}

/** null if there are none of these parameters, or if the file cannot be read: they can be measured again. */
export async function readFacts({ path, weights }: FactsPlace): Promise<StoredFacts | null> {
  try {
    checkRegular(path, maxBytes);
    const [first, ...lines] = (await readFile(path, 'utf8')).trimEnd().split('\n');
    const head = headSchema.parse(JSON.parse(first!));
    if (head.weights !== weights) return null;
    const neurons = lines.map((line) => neuronFactsSchema.parse(JSON.parse(line)));
    const perLayer = neurons.length / head.layers;
    if (!Number.isInteger(perLayer) || perLayer === 0) return null;
    const layers = Array.from({ length: head.layers }, (_, l) => neurons.slice(l * perLayer, (l + 1) * perLayer));
    return { sentences: head.sentences, layers };
  } catch {
    return null;
  }
}
