import * as z from 'zod';
import type { ModelShape } from '../model/modelShape.ts';
import { meanCapacity } from './capacity.ts';
import { corpusNeuronsSchema, corpusSummarySchema, sharesOverLayers, type CorpusNeurons } from './corpusNeurons.ts';
import { inputNeuronsSchema, type InputNeurons } from './inputNeurons.ts';
import { LayerTally } from './layerTally.ts';
import type { Observation } from './observe.ts';
import type { TypeColumns } from './typeColumns.ts';

export const neuronReportSchema = z.object({
  theta: z.number(),
  /** The headline over all layers. */
  perInput: inputNeuronsSchema,
  corpus: corpusSummarySchema,
  /** The same of each layer, and its neurons. */
  layers: z.array(z.object({ perInput: inputNeuronsSchema, corpus: corpusNeuronsSchema })).readonly(),
  /** Mean token capacity C_i on the masked embeddings, over tokens, then over sentences. */
  meanTokenCapacity: z.number(),
  /** Averaged in the same way; null without a mask. */
  meanKeepProbability: z.number().nullable(),
});
export type NeuronReport = z.output<typeof neuronReportSchema>;

/** Neurons of all layers, counted in each sentence: columns of equal length. */
export const sentenceNeuronsSchema = z.object({
  monosemantic: z.array(z.int()).readonly(),
  used: z.array(z.int()).readonly(),
});

/** Collects a `NeuronReport`, sentence by sentence. */
export class NeuronTally {
  readonly bySentence = { monosemantic: [] as number[], used: [] as number[] };
  readonly #shape: ModelShape;
  readonly #theta: number;
  readonly #layers: readonly LayerTally[];
  #sentences = 0;
  #capacity = 0;
  #keep = 0;

  /** `columns`: of the word types of the split. */
  constructor(shape: ModelShape, theta: number, columns: TypeColumns) {
    this.#shape = shape;
    this.#theta = theta;
    const { layers, feedForward, classes } = shape;
    this.#layers = Array.from({ length: layers }, () => new LayerTally(feedForward, classes, theta, columns));
  }

  add(observation: Observation): void {
    const { masked, ids, keep, hidden, tokens } = observation;
    let [monosemantic, used] = [0, 0];
    for (const [l, layer] of this.#layers.entries()) {
      const own = layer.add(hidden[l]!, observation);
      monosemantic += own.monosemantic;
      used += own.used;
    }
    this.bySentence.monosemantic.push(monosemantic);
    this.bySentence.used.push(used);
    this.#sentences++;
    this.#capacity += meanCapacity(masked, ids, this.#shape.width);
    if (keep) this.#keep += keep.reduce((sum, value) => sum + value, 0) / tokens;
  }

  /** The word types whose texts `addAgain` must be given after all texts were added, usually none (see TypeSharesTally). */
  undecided(): ReadonlySet<number> {
    return new Set(this.#layers.flatMap((layer) => Array.from(layer.undecided())));
  }

  addAgain(observation: Observation): void {
    this.#layers.forEach((layer, l) => layer.addAgain(observation.hidden[l]!, observation));
  }

  report(): NeuronReport {
    const layers = this.#layers.map((layer) => layer.report());
    return {
      theta: this.#theta,
      perInput: overLayersPerInput(layers.map(({ perInput }) => perInput)),
      corpus: overLayersCorpus(layers.map(({ corpus }) => corpus)),
      layers,
      meanTokenCapacity: this.#capacity / this.#sentences,
      meanKeepProbability: this.#shape.maskHidden === null ? null : this.#keep / this.#sentences,
    };
  }
}

/** All layers have the same number of neurons, so shares are averaged; the neurons per token are summed. */
function overLayersPerInput(layers: readonly InputNeurons[]): InputNeurons {
  const monosemantic = mean(layers.map((layer) => layer.monosemantic));
  const polysemantic = mean(layers.map((layer) => layer.polysemantic));
  const used = monosemantic + polysemantic;
  return {
    unused: mean(layers.map((layer) => layer.unused)),
    monosemantic,
    polysemantic,
    monosemanticShare: used ? monosemantic / used : null,
    neuronsPerToken: sum(layers.map((layer) => layer.neuronsPerToken)),
  };
}

function overLayersCorpus(layers: readonly CorpusNeurons[]): NeuronReport['corpus'] {
  const alive = layers.map(({ dead }) => 1 - dead);
  const overAlive = (values: readonly number[]) =>
    sum(alive) ? sum(values.map((value, layer) => value * alive[layer]!)) / sum(alive) : null;
  return {
    ...sharesOverLayers(layers),
    meanTopWordShare: overAlive(layers.map(({ meanTopWordShare }) => meanTopWordShare)) ?? 0,
    purity: overAlive(layers.map(({ purity }) => purity ?? 0)),
  };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;
