import * as z from 'zod';
import type { Model } from '../../model/model.ts';
import { corpusNeuronSchema, CorpusNeuronsTally } from '../corpusNeurons.ts';
import { sentenceBatches, type Observation, type Sentences } from '../observe.ts';
import { textsWith, TypeColumns } from '../typeColumns.ts';
import { typeShareSchema, TypeSharesTally } from '../typeShares.ts';
import type { UnitSource } from '../unitSource.ts';
import { ActivationSamples, activationSampleSchema } from './activationSamples.ts';
import { WordLabelTally, wordLabelSchema } from './wordLabel.ts';

/** Word types and random activations that are kept of a neuron. */
const kept = { types: 8, activations: 32 } as const;

/** What a neuron, or a feature of an autoencoder, stands for over a split (docs/measures.md: Pages of neurons). */
export const neuronFactsSchema = corpusNeuronSchema.omit({ purity: true }).extend({
  /** The word types with the largest shares of its activation mass, the largest first: that of the first is its purity. */
  types: z.array(typeShareSchema).readonly(),
  /** null if it never fires on the half of the texts that makes labels. */
  wordLabel: wordLabelSchema.nullable(),
  sample: activationSampleSchema,
});
export type NeuronFacts = z.output<typeof neuronFactsSchema>;

export interface MeasureFactsOptions {
  readonly model: Model;
  readonly units: UnitSource;
  readonly split: Sentences;
  readonly signal?: AbortSignal | undefined;
  /** Called after every sentence. */
  readonly onProgress?: ((progress: { sentences: number; of: number }) => void) | undefined;
}

/**
 * The facts of the units of each layer. The texts are read once, those of even numbers first, which make the labels; rarely are some
 * read a second time (see TypeSharesTally). Memory: 256 MiB for sums and about 2 kB per unit. An aborted signal throws its reason.
 */
export async function measureFacts(options: MeasureFactsOptions): Promise<NeuronFacts[][]> {
  const { model, units, split, signal, onProgress } = options;
  const columns = new TypeColumns(split, units.layers * units.units);
  const layers = Array.from(
    { length: units.layers },
    () => new LayerFactsTally(units.units, model.shape.classes, columns),
  );
  let sentences = 0;
  const read = async (
    numbers: Iterable<number>,
    add: (tally: LayerFactsTally, layer: Float32Array, text: Observation) => void,
  ) => {
    for (const batch of sentenceBatches(model, split, numbers)) {
      signal?.throwIfAborted();
      for (const text of await units.observe(batch)) layers.forEach((tally, l) => add(tally, text.hidden[l]!, text));
      sentences += batch.length;
      onProgress?.({ sentences: Math.min(sentences, split.length), of: split.length });
    }
  };
  await read(everySecond(0, split.length), (tally, hidden, text) => tally.learn(hidden, text));
  layers.forEach((tally) => tally.decide());
  await read(everySecond(1, split.length), (tally, hidden, text) => tally.score(hidden, text));
  const undecided = new Set(layers.flatMap((tally) => Array.from(tally.undecided())));
  await read(textsWith(split, undecided), (tally, hidden, text) => tally.addAgain(hidden, text));
  return layers.map((tally) => tally.report());
}

function* everySecond(first: number, count: number): Generator<number> {
  for (let i = first; i < count; i += 2) yield i;
}

/** Collects the facts of the neurons of one layer. `hidden`: [tokens, neurons] of a text. */
class LayerFactsTally {
  readonly #neurons: number;
  readonly #corpus: CorpusNeuronsTally;
  readonly #shares: TypeSharesTally;
  readonly #labels: WordLabelTally;
  readonly #samples: ActivationSamples;

  constructor(neurons: number, classes: number, columns: TypeColumns) {
    this.#neurons = neurons;
    this.#corpus = new CorpusNeuronsTally(neurons, classes);
    this.#shares = new TypeSharesTally(neurons, columns, kept.types);
    this.#labels = new WordLabelTally(neurons);
    this.#samples = new ActivationSamples(neurons, kept.activations);
  }

  learn(hidden: Float32Array, text: Observation): void {
    this.#add(hidden, text);
    this.#labels.learn(hidden, text.ids, text.index);
  }

  decide(): void {
    this.#labels.decide();
  }

  score(hidden: Float32Array, text: Observation): void {
    this.#add(hidden, text);
    this.#labels.score(hidden, text.ids);
  }

  undecided(): Iterable<number> {
    return this.#shares.undecided();
  }

  addAgain(hidden: Float32Array, { ids }: Observation): void {
    this.#shares.addAgain(hidden, ids);
  }

  report(): NeuronFacts[] {
    const [shares, labels] = [this.#shares.report(), this.#labels.report()];
    return this.#corpus.report().neurons.map((neuron, f) => ({
      ...neuron,
      types: shares[f]!,
      wordLabel: labels[f]!,
      sample: this.#samples.of(f),
    }));
  }

  #add(hidden: Float32Array, text: Observation): void {
    this.#corpus.add(hidden, text);
    this.#shares.add(hidden, text.ids);
    for (let at = 0, position = 0; at < hidden.length; position++)
      for (let f = 0; f < this.#neurons; f++, at++)
        if (hidden[at]! > 0) this.#samples.add(f, hidden[at]!, text.index, position);
  }
}
