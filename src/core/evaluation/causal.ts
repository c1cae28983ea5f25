import * as z from 'zod';
import type { NeuronLabel } from './corpusNeurons.ts';
import { batchesOf, largest, type Model } from '../model/model.ts';
import { marginOf, perSentence, randomLike, sizeOf, type NeuronSet } from './neuronSet.ts';
import { sentenceOf, type Sentences } from './observe.ts';
import { neuronsOf, type UnitSource } from './unitSource.ts';
import { spreadSchema } from './spread.ts';
import { meanAndDeviation } from '../../common/statistics.ts';

export const lossSchema = z.object({
  /** Change of the margin of the class that the unchanged model predicts, mean over the texts. */
  margin: z.number(),
  /** Share of the predictions that change, 0 to 1. */
  flips: z.number(),
  /** Change of accuracy, in percentage points. */
  accuracy: z.number(),
});
export type Loss = z.output<typeof lossSchema>;

/** A set of neurons switched off, and as many of each layer drawn at random among those that fire. */
const switchedOffSchema = lossSchema.extend({
  neurons: z.int(),
  /** Over the random seeds; null without seeds. */
  random: z.object({ margin: spreadSchema, flips: spreadSchema, accuracy: spreadSchema }).nullable(),
});
export type SwitchedOff = z.output<typeof switchedOffSchema>;

/** The effect of setting the activations of neurons to 0 (docs/measures.md: causal effect), over all layers together. */
export const causalSchema = z.object({
  /** Number of texts it is measured on: those of the SRS. */
  sentences: z.int(),
  /** Mean margin of the predicted class in the unchanged model. */
  margin: z.number(),
  /** null if there is no such neuron over the corpus. */
  monosemantic: switchedOffSchema.nullable(),
  polysemantic: switchedOffSchema.nullable(),
});
export type CausalReport = z.output<typeof causalSchema>;

interface CausalOptions extends Model {
  readonly split: Sentences;
  /** Numbers of the texts. */
  readonly indices: Iterable<number>;
  /** What is switched off; by default the neurons of the model. */
  readonly units?: UnitSource | undefined;
  /** The label of every unit of each layer over the corpus. */
  readonly labels: readonly (readonly NeuronLabel[])[];
  readonly randomSeeds: number;
  readonly signal?: AbortSignal | undefined;
}

/** Predicts the texts unchanged, without the monosemantic, without the polysemantic, and without as many random neurons. */
export async function measureCausal(options: CausalOptions): Promise<CausalReport> {
  const { split, labels, randomSeeds, signal, units = neuronsOf(options) } = options;
  const alive = indicesOf(labels, (label) => label !== 'dead');
  const groups = (['monosemantic', 'polysemantic'] as const).map((label) => {
    const labelled = indicesOf(labels, (other) => other === label);
    const random = Array.from({ length: randomSeeds }, (_, seed) => randomLike(labelled, alive, seed));
    return {
      neurons: sizeOf(labelled),
      tallies: [labelled, ...random].map((off) => ({ off, tally: new LossTally() })),
    };
  });
  let sentences = 0;
  let margin = 0;
  for (const group of batchesOf(options.indices, (index) => split.ids(index).length, options)) {
    const batch = group.map((index) => sentenceOf(split, index));
    const labelsOf = batch.map(({ label }) => label);
    const before = perSentence(await units.logits(batch), options.shape.classes);
    sentences += batch.length;
    for (const logits of before) margin += marginOf(logits, largest(logits));
    for (const { off, tally } of groups.flatMap(({ neurons, tallies }) => (neurons ? tallies : []))) {
      signal?.throwIfAborted();
      const logits = await units.logitsWithout(batch, Array<NeuronSet>(batch.length).fill(off));
      tally.add(labelsOf, before, perSentence(logits, options.shape.classes));
    }
  }
  const [monosemantic, polysemantic] = groups.map(({ neurons, tallies }) =>
    neurons === 0 ? null : report(neurons, ...tallies.map(({ tally }) => tally.report())),
  );
  return { sentences, margin: margin / sentences, monosemantic: monosemantic!, polysemantic: polysemantic! };
}

/** Sums the effects of switching off one set of neurons. */
export class LossTally {
  #sentences = 0;
  #margin = 0;
  #flips = 0;
  #correct = 0;

  add(labels: readonly number[], before: readonly Float32Array[], after: readonly Float32Array[]): void {
    labels.forEach((label, b) => {
      const [classBefore, classAfter] = [largest(before[b]!), largest(after[b]!)];
      this.#sentences++;
      this.#margin += marginOf(after[b]!, classBefore) - marginOf(before[b]!, classBefore);
      if (classAfter !== classBefore) this.#flips++;
      this.#correct += Number(classAfter === label) - Number(classBefore === label);
    });
  }

  report(): Loss {
    return {
      margin: this.#margin / this.#sentences,
      flips: this.#flips / this.#sentences,
      accuracy: (100 * this.#correct) / this.#sentences,
    };
  }
}

function report(neurons: number, ...[measured, ...random]: readonly Loss[]): SwitchedOff {
  const spread = (name: keyof Loss) => meanAndDeviation(random.map((loss) => loss[name]));
  return {
    neurons,
    ...measured!,
    random: random.length ? { margin: spread('margin'), flips: spread('flips'), accuracy: spread('accuracy') } : null,
  };
}

function indicesOf(labels: CausalOptions['labels'], chosen: (label: NeuronLabel) => boolean): NeuronSet {
  return labels.map((layer) => layer.flatMap((label, f) => (chosen(label) ? [f] : [])));
}
