import type { NeuronLabel } from './corpusNeurons.ts';
import { batchesOf, largest, runBatch, type Model } from '../model/model.ts';
import { logitsWithout, marginOf, randomLike, sizeOf, type NeuronSet } from './neuronSet.ts';
import type { Sentences } from './observe.ts';
import { meanAndDeviation } from '../../common/statistics.ts';

/** What a model loses with neurons whose activations are set to 0 (method: causal effect); over all layers together. */
export interface CausalReport {
  /** Texts it is measured on: those of the SRS. */
  readonly sentences: number;
  /** Of the unchanged model: how far the predicted class is ahead, mean over the texts. */
  readonly margin: number;
  /** null where there is no such neuron over the corpus. */
  readonly monosemantic: SwitchedOff | null;
  readonly polysemantic: SwitchedOff | null;
}

/** A set of neurons switched off, and as many of each layer drawn at random among those that fire. */
export interface SwitchedOff extends Loss {
  readonly neurons: number;
  /** Means and deviations over the random seeds; null without seeds. */
  readonly random: { readonly [Name in keyof Loss]: Spread } | null;
}

export interface Loss {
  /** Change of the margin of the class that the unchanged model predicts, mean over the texts. */
  readonly margin: number;
  /** Share of the predictions that change, 0 to 1. */
  readonly flips: number;
  /** Change of accuracy, in percentage points. */
  readonly accuracy: number;
}

type Spread = ReturnType<typeof meanAndDeviation>;

interface CausalOptions extends Model {
  readonly split: Sentences;
  /** Numbers of the texts. */
  readonly indices: Iterable<number>;
  /** What every neuron of each layer is over the corpus. */
  readonly labels: readonly (readonly NeuronLabel[])[];
  readonly randomSeeds: number;
  readonly signal?: AbortSignal | undefined;
}

/** Predicts the texts unchanged, without the monosemantic, without the polysemantic, and without as many random neurons. */
export async function measureCausal(options: CausalOptions): Promise<CausalReport> {
  const { split, labels, randomSeeds, signal } = options;
  const alive = numbersOf(labels, (label) => label !== 'dead');
  const groups = (['monosemantic', 'polysemantic'] as const).map((label) => {
    const own = numbersOf(labels, (other) => other === label);
    const random = Array.from({ length: randomSeeds }, (_, seed) => randomLike(own, alive, seed));
    return { neurons: sizeOf(own), tallies: [own, ...random].map((off) => ({ off, tally: new LossTally() })) };
  });
  let sentences = 0;
  let margin = 0;
  for (const group of batchesOf(options.indices, (index) => split.ids(index).length, options.padding)) {
    const batch = group.map((index) => ({ ids: split.ids(index), label: split.label(index) }));
    const labelsOf = batch.map(({ label }) => label);
    await runBatch(options, 'predict', batch);
    const before = perSentence(await options.executor.read('logits'), options.shape.classes);
    sentences += batch.length;
    for (const logits of before) margin += marginOf(logits, largest(logits));
    for (const { off, tally } of groups.flatMap(({ neurons, tallies }) => (neurons ? tallies : []))) {
      signal?.throwIfAborted();
      const logits = await logitsWithout(options, batch, Array<NeuronSet>(batch.length).fill(off));
      tally.add(labelsOf, before, perSentence(logits, options.shape.classes));
    }
  }
  const [monosemantic, polysemantic] = groups.map(({ neurons, tallies }) =>
    neurons === 0 ? null : report(neurons, ...tallies.map(({ tally }) => tally.report())),
  );
  return { sentences, margin: margin / sentences, monosemantic: monosemantic!, polysemantic: polysemantic! };
}

/** Sums what one set of neurons changes. */
class LossTally {
  #sentences = 0;
  #margin = 0;
  #flips = 0;
  #right = 0;

  add(labels: readonly number[], before: readonly Float32Array[], after: readonly Float32Array[]): void {
    labels.forEach((label, b) => {
      const [was, is] = [largest(before[b]!), largest(after[b]!)];
      this.#sentences++;
      this.#margin += marginOf(after[b]!, was) - marginOf(before[b]!, was);
      if (is !== was) this.#flips++;
      this.#right += Number(is === label) - Number(was === label);
    });
  }

  report(): Loss {
    return {
      margin: this.#margin / this.#sentences,
      flips: this.#flips / this.#sentences,
      accuracy: (100 * this.#right) / this.#sentences,
    };
  }
}

function report(neurons: number, ...[own, ...random]: readonly Loss[]): SwitchedOff {
  const spread = (name: keyof Loss) => meanAndDeviation(random.map((loss) => loss[name]));
  return {
    neurons,
    ...own!,
    random: random.length ? { margin: spread('margin'), flips: spread('flips'), accuracy: spread('accuracy') } : null,
  };
}

function numbersOf(labels: CausalOptions['labels'], chosen: (label: NeuronLabel) => boolean): NeuronSet {
  return labels.map((layer) => layer.flatMap((label, f) => (chosen(label) ? [f] : [])));
}

/** [sentences, classes], sentence by sentence. */
function perSentence(logits: Float32Array, classes: number): Float32Array[] {
  return Array.from({ length: logits.length / classes }, (_, b) => logits.subarray(b * classes, (b + 1) * classes));
}
