import * as z from 'zod';
import { tokensPerNeuron } from './allocation.ts';

/**
 * How the neurons of one layer are shared among the tokens of a text, averaged over sentences: shares of all neurons with no token,
 * exactly one, two or more.
 */
export const inputNeuronsSchema = z.object({
  unused: z.number(),
  monosemantic: z.number(),
  polysemantic: z.number(),
  /** The headline: monosemantic ÷ (monosemantic + polysemantic); null if no neuron is used. */
  monosemanticShare: z.number().nullable(),
  /** Neurons allocated a token, averaged over tokens, then over sentences. */
  neuronsPerToken: z.number(),
});
export type InputNeurons = z.output<typeof inputNeuronsSchema>;

export class InputNeuronsTally {
  readonly #neurons: number;
  readonly #theta: number;
  #sentences = 0;
  #monosemantic = 0;
  #polysemantic = 0;
  #perToken = 0;

  constructor(neurons: number, theta: number) {
    this.#neurons = neurons;
    this.#theta = theta;
  }

  /** `hidden`: [tokens, neurons] of one sentence. Returns how many of its neurons are monosemantic, and how many are used. */
  add(hidden: Float32Array): { readonly monosemantic: number; readonly used: number } {
    let [allocations, monosemantic, used] = [0, 0, 0];
    for (const count of tokensPerNeuron(hidden, this.#neurons, this.#theta)) {
      allocations += count;
      if (count > 0) used++;
      if (count === 1) monosemantic++;
    }
    this.#sentences++;
    this.#monosemantic += monosemantic;
    this.#polysemantic += used - monosemantic;
    this.#perToken += allocations / (hidden.length / this.#neurons);
    return { monosemantic, used };
  }

  report(): InputNeurons {
    const all = this.#sentences * this.#neurons;
    const used = this.#monosemantic + this.#polysemantic;
    return {
      unused: 1 - used / all,
      monosemantic: this.#monosemantic / all,
      polysemantic: this.#polysemantic / all,
      monosemanticShare: used ? this.#monosemantic / used : null,
      neuronsPerToken: this.#perToken / this.#sentences,
    };
  }
}
