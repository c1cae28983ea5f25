import type { Explanation } from '../../core/evaluation/explanation/explanation.ts';

/** Bytes of V8's heap per object with its fields, measured on explanations that came from a compute process. */
const bytesOf = { rest: 512, class: 96, token: 112, pair: 64, neuron: 200, allocation: 80 };

/** An estimate of the memory that an explanation takes: most of it is for the neurons with the tokens that they are allocated to. */
export function explanationBytes({ probabilities, tokens, pairs, neurons }: Explanation): number {
  const allocations = neurons.reduce((sum, neuron) => sum + neuron.tokens.length, 0);
  return (
    bytesOf.rest +
    bytesOf.class * probabilities.length +
    bytesOf.token * tokens.length +
    bytesOf.pair * pairs.length +
    bytesOf.neuron * neurons.length +
    bytesOf.allocation * allocations
  );
}

/** The most that a string takes. */
export const stringBytes = (text: string): number => 2 * text.length;
