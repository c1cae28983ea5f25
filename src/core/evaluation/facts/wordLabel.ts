import * as z from 'zod';
import { sixDigits } from '../../../common/format.ts';
import { countWords } from '../corpusNeurons.ts';
import { Strongest } from '../strongest.ts';
import { typeAt } from '../typeColumns.ts';

/** Words of a label, and number of activations that determine them. */
const size = { words: 3, strongest: 20 } as const;

/** The label of a neuron, and how well it predicts where the neuron fires. */
export const wordLabelSchema = z.object({
  /** Ids of its strongest word types on one half of the texts: the most frequent among its 20 strongest activations. */
  words: z.array(z.int()).readonly(),
  /** On the other half: the average precision of its tokens in the order of these words, then all others; null if it never fires there. */
  averagePrecision: z.number().nullable(),
  /** That of a random order: the share of the tokens of that half on which it fires. */
  random: z.number(),
});
export type WordLabel = z.output<typeof wordLabelSchema>;

/** Finds the labels of the neurons of one layer. */
export class WordLabelTally {
  readonly #neurons: number;
  readonly #strongest: Strongest;
  #words: readonly (readonly number[])[] = [];
  /** Of the words of labels, by id: the neurons with this word, and its place in their labels. */
  #places = new Map<number, { readonly neuron: number; readonly place: number }[]>();
  #tokens = 0;
  readonly #fires: Float64Array; // [neurons]
  readonly #wordTokens: Int32Array; // [neurons, words]
  readonly #wordFires: Int32Array; // [neurons, words]

  constructor(neurons: number) {
    this.#neurons = neurons;
    this.#strongest = new Strongest(neurons, size.strongest);
    this.#fires = new Float64Array(neurons);
    this.#wordTokens = new Int32Array(neurons * size.words);
    this.#wordFires = new Int32Array(neurons * size.words);
  }

  /** A text of the half that makes the labels. `hidden`: [tokens, neurons]. */
  learn(hidden: Float32Array, ids: Int32Array, sentence: number): void {
    for (let at = 0, position = 0; at < hidden.length; position++) {
      const word = typeAt(ids, position);
      for (let f = 0; f < this.#neurons; f++, at++)
        if (hidden[at]! > 0) this.#strongest.add(f, hidden[at]!, sentence, position, word);
    }
  }

  /** Ends that half. */
  decide(): void {
    this.#words = Array.from({ length: this.#neurons }, (_, f) =>
      countWords(this.#strongest.of(f).words)
        .slice(0, size.words)
        .map(([word]) => word),
    );
    this.#words.forEach((words, neuron) =>
      words.forEach((word, place) => {
        const places = this.#places.get(word);
        if (places) places.push({ neuron, place });
        else this.#places.set(word, [{ neuron, place }]);
      }),
    );
  }

  /** A text of the other half. */
  score(hidden: Float32Array, ids: Int32Array): void {
    const neurons = this.#neurons;
    for (let start = 0, position = 0; start < hidden.length; start += neurons, position++) {
      this.#tokens++;
      for (let f = 0; f < neurons; f++) if (hidden[start + f]! > 0) this.#fires[f]!++;
      for (const { neuron, place } of this.#places.get(typeAt(ids, position)) ?? []) {
        const at = neuron * size.words + place;
        this.#wordTokens[at]!++;
        if (hidden[start + neuron]! > 0) this.#wordFires[at]!++;
      }
    }
  }

  /** Of each neuron; null if it never fires on the first half. */
  report(): (WordLabel | null)[] {
    return this.#words.map((words, f) => {
      if (words.length === 0) return null;
      const groups = words.map((_, place) => {
        const at = f * size.words + place;
        return { tokens: this.#wordTokens[at]!, fires: this.#wordFires[at]! };
      });
      const all = { tokens: this.#tokens, fires: this.#fires[f]! };
      return {
        words,
        averagePrecision: groupedPrecision(groups, all),
        random: all.tokens ? sixDigits(all.fires / all.tokens) : 0,
      };
    });
  }
}

interface Group {
  readonly tokens: number;
  readonly fires: number;
}

/**
 * Average precision of a ranking by groups of equal rank, the last of which is the rest of `all`: the precision after each group, weighted
 * by the recall that it adds, as scikit-learn has it. null if nothing fires.
 */
export function groupedPrecision(groups: readonly Group[], all: Group): number | null {
  if (all.fires === 0) return null;
  let [tokens, fires, sum] = [0, 0, 0];
  for (const group of groups) {
    tokens += group.tokens;
    fires += group.fires;
    if (group.fires) sum += group.fires * (fires / tokens);
  }
  sum += (all.fires - fires) * (all.fires / all.tokens);
  return sixDigits(sum / all.fires);
}
