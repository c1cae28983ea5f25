import { CorpusNeuronsTally, type CorpusNeurons } from './corpusNeurons.ts';
import { InputNeuronsTally, type InputNeurons } from './inputNeurons.ts';
import type { Observation } from './observe.ts';
import type { TypeColumns } from './typeColumns.ts';
import { TypeSharesTally } from './typeShares.ts';

export interface LayerReport {
  readonly perInput: InputNeurons;
  readonly corpus: CorpusNeurons;
}

/** Collects the measures of the neurons of one layer, or of other units with activations per token: how they are shared in texts and over the corpus. */
export class LayerTally {
  readonly #perInput: InputNeuronsTally;
  readonly #corpus: CorpusNeuronsTally;
  readonly #purity: TypeSharesTally;

  /** `columns`: of the word types of the split. */
  constructor(neurons: number, classes: number, theta: number, columns: TypeColumns) {
    this.#perInput = new InputNeuronsTally(neurons, theta);
    this.#corpus = new CorpusNeuronsTally(neurons, classes);
    this.#purity = new TypeSharesTally(neurons, columns, 1);
  }

  /** `hidden`: [tokens, neurons] of the text. Returns how many of its neurons are monosemantic, and how many are used. */
  add(hidden: Float32Array, text: Observation): ReturnType<InputNeuronsTally['add']> {
    this.#corpus.add(hidden, text);
    this.#purity.add(hidden, text.ids);
    return this.#perInput.add(hidden);
  }

  /** The word types whose texts `addAgain` must be given after all texts were added, usually none (see TypeSharesTally). */
  undecided(): Iterable<number> {
    return this.#purity.undecided();
  }

  addAgain(hidden: Float32Array, { ids }: Pick<Observation, 'ids'>): void {
    this.#purity.addAgain(hidden, ids);
  }

  report(): LayerReport {
    const purities = this.#purity.report().map(([largest]) => largest ?? null);
    const { neurons, ...summary } = this.#corpus.report();
    const shares = purities.flatMap((purity) => purity?.share ?? []);
    return {
      perInput: this.#perInput.report(),
      corpus: {
        ...summary,
        purity: shares.length ? shares.reduce((sum, share) => sum + share, 0) / shares.length : null,
        neurons: neurons.map((neuron, f) => ({ ...neuron, purity: purities[f]! })),
      },
    };
  }
}
