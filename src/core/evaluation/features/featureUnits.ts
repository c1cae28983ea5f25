import type { Executor } from '../../../engine/device.ts';
import { gatherRows, tokenRows } from '../../model/activationRows.ts';
import { autoencoderBatch, type AutoencoderShape } from '../../model/autoencoder.ts';
import { contentRows, makeBatch, type Sentence } from '../../model/batch.ts';
import { activationsOf, replacedActivations, type ActivationSite } from '../../model/forward.ts';
import { runBatch, type Model } from '../../model/model.ts';
import type { NeuronSet } from '../neuronSet.ts';
import { observeBatch, type Observation, type ObservedSentence } from '../observe.ts';
import type { UnitSource } from '../unitSource.ts';

/** A sparse autoencoder on a device: `autoencoderProgram` with its parameters written. */
export interface Autoencoder {
  readonly executor: Executor;
  readonly shape: AutoencoderShape;
  readonly at: ActivationSite;
}

/** What the model and the autoencoder compute for a sentence. */
export interface EncodedSentence {
  /** Of the site: [rows, width], padding included. */
  readonly activations: Float32Array;
  /** Of the rows with tokens, special ones included, which precede padding: [tokens, features]. */
  readonly features: Float32Array;
  /** Which of these rows belong to the text. */
  readonly content: Int32Array;
}

/** Rows that an autoencoder computes at once. */
const chunkRows = 1024;

/**
 * The features of an autoencoder as units of a model, in one layer. To switch some off, the reconstruction without them takes the place of
 * the activations of the site at every token; with all on, that is the whole reconstruction. The program of the model must have
 * `predictReplaced` of the site.
 */
export class FeatureUnits implements UnitSource {
  readonly layers = 1;
  readonly units: number;
  readonly #model: Model;
  readonly #autoencoder: Autoencoder;
  readonly #encoded = new WeakMap<Sentence, EncodedSentence>();

  constructor(model: Model, autoencoder: Autoencoder) {
    this.#model = model;
    this.#autoencoder = autoencoder;
    this.units = autoencoder.shape.features;
  }

  async observe(sentences: readonly ObservedSentence[]): Promise<Observation[]> {
    const observations = await observeBatch(this.#model, sentences);
    await this.#encodeLast(sentences);
    return observations.map((observation, b) => {
      const { features, content } = this.#encoded.get(sentences[b]!)!;
      return { ...observation, hidden: [gatherRows(features, content, this.units)] };
    });
  }

  async logits(sentences: readonly Sentence[]): Promise<Float32Array> {
    return this.logitsWithout(
      sentences,
      sentences.map(() => [[]]),
    );
  }

  async logitsWithout(sentences: readonly Sentence[], off: readonly NeuronSet[]): Promise<Float32Array> {
    const encoded = await this.encode(sentences);
    const features = joined(
      encoded.map((sentence, b) => withoutUnits(sentence.features, this.units, off[b]![0] ?? [])),
    );
    const decoded = await this.decode(features);
    const { width } = this.#autoencoder.shape;
    let at = 0;
    const replaced = encoded.map(({ activations, features: own }) => {
      const tokens = own.length / this.units;
      const rows = activations.slice();
      rows.set(decoded.subarray(at, (at += tokens * width)));
      return rows;
    });
    await runBatch(this.#model, 'predictReplaced', sentences, () => ({ [replacedActivations]: joined(replaced) }));
    return this.#model.executor.read('logits');
  }

  /** Each sentence object is computed once. */
  async encode(sentences: readonly Sentence[]): Promise<EncodedSentence[]> {
    const missing = [...new Set(sentences)].filter((sentence) => !this.#encoded.has(sentence));
    if (missing.length > 0) {
      await runBatch(this.#model, 'explain', missing);
      await this.#encodeLast(missing);
    }
    return sentences.map((sentence) => this.#encoded.get(sentence)!);
  }

  /** Features [rows, features] → reconstructed activations [rows, width]. */
  decode(features: Float32Array): Promise<Float32Array> {
    return this.#inChunks(features, this.units, 'given', 'decode', 'reconstruction');
  }

  /** Encodes the sentences that the model has run on last. */
  async #encodeLast(sentences: readonly Sentence[]): Promise<void> {
    const { at, shape } = this.#autoencoder;
    const values = await this.#model.executor.read(activationsOf(at));
    const batch = makeBatch(sentences, this.#model.padding);
    const rows = tokenRows(batch);
    const features = await this.#inChunks(
      gatherRows(values, rows, shape.width),
      shape.width,
      'x',
      'encode',
      'features',
    );
    const { starts, keys } = batch.inputs as Record<string, Int32Array>;
    let first = 0;
    sentences.forEach((sentence, b) => {
      const tokens = keys![b]!;
      this.#encoded.set(sentence, {
        activations: values.slice(starts![b]! * shape.width, starts![b + 1]! * shape.width),
        features: features.slice(first * shape.features, (first + tokens) * shape.features),
        content: contentRows(batch, b).map((row) => row - starts![b]!),
      });
      first += tokens;
    });
  }

  async #inChunks(
    values: Float32Array,
    width: number,
    ...[input, routine, output]: ['x', 'encode', 'features'] | ['given', 'decode', 'reconstruction']
  ): Promise<Float32Array> {
    const { executor } = this.#autoencoder;
    const chunks: Float32Array[] = [];
    for (let at = 0; at < values.length; at += chunkRows * width) {
      const own = values.subarray(at, at + chunkRows * width);
      await executor.run(routine, autoencoderBatch(input, own, own.length / width));
      chunks.push(await executor.read(output));
    }
    return joined(chunks);
  }
}

/** Features [tokens, units] with some set to 0. */
function withoutUnits(features: Float32Array, units: number, off: readonly number[]): Float32Array {
  if (off.length === 0) return features;
  const kept = features.slice();
  for (let start = 0; start < kept.length; start += units) for (const f of off) kept[start + f] = 0;
  return kept;
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
