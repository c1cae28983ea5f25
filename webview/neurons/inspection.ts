import type { ExplainedNeuron, Explanation } from '../../src/protocol/neurons.ts';

/** The answer for one text. */
export interface Inspected {
  readonly directory: string;
  /** Of the autoencoder whose features are shown in place of the neurons. */
  readonly features: string | undefined;
  readonly explanation: Explanation;
  /** Words beyond what the model reads. */
  readonly unread: readonly string[];
  readonly layers: readonly Layer[];
  /** Attention heads of a layer. */
  readonly heads: number;
  /** The numbers of the words that the data mark as decisive. */
  readonly marked: ReadonlySet<number>;
}

export interface Layer {
  /** [tokens, neurons] */
  readonly activations: Float32Array;
  readonly neurons: number;
  /** Neurons that at least one token has, strongest first. */
  readonly allocated: readonly ExplainedNeuron[];
  /** Largest of all activations. */
  readonly largest: number;
}

/** `activations`: of each layer, [tokens, neurons]. */
export function layersOf(explanation: Explanation, activations: readonly Float32Array[]): Layer[] {
  return activations.map((values, layer) => ({
    activations: values,
    neurons: values.length / explanation.tokens.length,
    allocated: explanation.neurons.filter((neuron) => neuron.layer === layer),
    largest: values.reduce((largest, value) => Math.max(largest, value), 0),
  }));
}
