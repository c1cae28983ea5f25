import * as z from 'zod';
import { sixDigits } from '../../common/format.ts';
import { Histograms, histogramSchema } from './histogram.ts';
import type { Observation } from './observe.ts';
import { typeShareSchema } from './typeShares.ts';
import { Strongest } from './strongest.ts';
import { typeAt } from './typeColumns.ts';

/** Number of activations that determine the label of a neuron. */
const strongestActivations = 20;

/** dead: never fires. monosemantic: one word type has at least half of its strongest activations. */
const neuronLabelSchema = z.enum(['dead', 'monosemantic', 'polysemantic']);
export type NeuronLabel = z.output<typeof neuronLabelSchema>;

/** One neuron over the real tokens of a split (docs/measures.md: Neurons, over a corpus). */
export const corpusNeuronSchema = z.object({
  label: neuronLabelSchema,
  /** Number of tokens on which it fires (h > 0). */
  fires: z.int(),
  /** [id, count] of the word types of its strongest activations, the most frequent first; all unknown words are one type. */
  words: z.array(z.tuple([z.int(), z.int()])).readonly(),
  /** Its 20 strongest activations (fewer if it fires less often), strongest first, and their places: columns of equal length. */
  top: z.object({
    sentences: z.array(z.int()).readonly(),
    positions: z.array(z.int()).readonly(),
    values: z.array(z.number()).readonly(),
  }),
  /** Of its positive activations. */
  histogram: histogramSchema,
  /** Mean activation over the tokens of the sentences predicted to be of each class; null without such tokens. */
  meanByClass: z.array(z.number().nullable()).readonly(),
  /** The word type with the largest share of its activation mass; null if it never fires, missing in evaluations of earlier versions. */
  purity: typeShareSchema.nullable().optional(),
});
export type CorpusNeuron = z.output<typeof corpusNeuronSchema>;

/** Shares of all neurons, 0 to 1. */
const corpusSharesSchema = z.object({ dead: z.number(), monosemantic: z.number(), polysemantic: z.number() });
export type CorpusShares = z.output<typeof corpusSharesSchema>;

/** Over all layers. */
export const corpusSummarySchema = corpusSharesSchema.extend({
  /** Mean over the neurons that fire of the share that the most frequent word type holds of the strongest activations. */
  meanTopWordShare: z.number(),
  /** Mean over the neurons that are not dead of that share; null if all are dead. */
  purity: z.number().nullable().optional(),
});

/** Of one layer. */
export const corpusNeuronsSchema = corpusSummarySchema.extend({ neurons: z.array(corpusNeuronSchema).readonly() });
export type CorpusNeurons = z.output<typeof corpusNeuronsSchema>;

/** Collects the `CorpusNeurons` of one layer. */
export class CorpusNeuronsTally {
  readonly #neurons: number;
  readonly #fires: Int32Array; // [neurons]
  readonly #sums: Float64Array; // [classes, neurons]
  readonly #tokensByClass: number[];
  readonly #histograms: Histograms;
  readonly #strongest: Strongest;

  constructor(neurons: number, classes: number) {
    this.#neurons = neurons;
    this.#fires = new Int32Array(neurons);
    this.#sums = new Float64Array(classes * neurons);
    this.#tokensByClass = Array.from({ length: classes }, () => 0);
    this.#histograms = new Histograms(neurons);
    this.#strongest = new Strongest(neurons, strongestActivations);
  }

  /** `hidden`: [tokens, neurons] of the sentence. */
  add(hidden: Float32Array, { index, ids, tokens, predicted }: Observation): void {
    const sums = predicted * this.#neurons;
    this.#tokensByClass[predicted]! += tokens;
    for (let position = 0, at = 0; position < tokens; position++) {
      const word = typeAt(ids, position);
      for (let f = 0; f < this.#neurons; f++, at++) {
        const value = hidden[at]!;
        this.#sums[sums + f]! += value; // also below 0, as GELU has it
        if (!(value > 0)) continue;
        this.#fires[f]!++;
        this.#histograms.add(f, value);
        this.#strongest.add(f, value, index, position, word);
      }
    }
  }

  report(): CorpusNeurons {
    const neurons = Array.from({ length: this.#neurons }, (_, f) => this.#neuron(f));
    const share = (label: NeuronLabel) => neurons.filter((neuron) => neuron.label === label).length / neurons.length;
    const alive = neurons.filter(({ label }) => label !== 'dead').map(topWordShare);
    return {
      dead: share('dead'),
      monosemantic: share('monosemantic'),
      polysemantic: share('polysemantic'),
      meanTopWordShare: alive.length ? alive.reduce((sum, value) => sum + value, 0) / alive.length : 0,
      neurons,
    };
  }

  #neuron(f: number): CorpusNeuron {
    const { words, ...top } = this.#strongest.of(f);
    const neuron = {
      fires: this.#fires[f]!,
      words: countWords(words),
      top: { ...top, values: top.values.map(sixDigits) },
      histogram: this.#histograms.report(f),
      meanByClass: this.#tokensByClass.map((tokens, c) =>
        tokens ? sixDigits(this.#sums[c * this.#neurons + f]! / tokens) : null,
      ),
    };
    return { label: labelOf(neuron), ...neuron };
  }
}

/** Layers have equally many neurons, so the shares of all are means. */
export function sharesOverLayers(layers: readonly CorpusShares[]): CorpusShares {
  const mean = (share: keyof CorpusShares) => layers.reduce((sum, layer) => sum + layer[share], 0) / layers.length;
  return { dead: mean('dead'), monosemantic: mean('monosemantic'), polysemantic: mean('polysemantic') };
}

function labelOf(neuron: Pick<CorpusNeuron, 'fires' | 'words' | 'top'>): NeuronLabel {
  if (neuron.fires === 0) return 'dead';
  return topWordShare(neuron) >= 0.5 ? 'monosemantic' : 'polysemantic';
}

function topWordShare({ words, top }: Pick<CorpusNeuron, 'words' | 'top'>): number {
  return words[0]![1] / top.values.length;
}

/** Most frequent first, equal counts in the order of their strongest activations. */
export function countWords(words: readonly number[]): [id: number, count: number][] {
  const counts = new Map<number, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}
