import type { ExplainedNeuron } from '../../src/protocol/neurons.ts';

/** By number, by largest activation, monosemantic before polysemantic before unused ones, or by activation at one token. */
export type Order = 'index' | 'activity' | 'label' | { readonly token: number };

/**
 * The neurons of a layer in the order they are shown. `activations`: [tokens, neurons]; `allocated`: the layer's neurons with tokens.
 * Equal ones by number.
 */
export function neuronOrder(
  activations: Float32Array,
  neurons: number,
  allocated: readonly ExplainedNeuron[],
  order: Order,
): Uint32Array {
  const numbers = Uint32Array.from({ length: neurons }, (_, f) => f);
  if (order === 'index') return numbers;
  const largest = largestActivations(activations, neurons);
  if (order === 'activity') return byFalling(numbers, largest);
  if (order === 'label') return byFalling(numbers, ranks(largest, allocated));
  return byFalling(numbers, activations.subarray(order.token * neurons, (order.token + 1) * neurons));
}

/** Neurons of a layer by the size of their effect, largest first. */
export function byEffect(neurons: readonly ExplainedNeuron[], effects: Float32Array): ExplainedNeuron[] {
  return neurons.toSorted((a, b) => Math.abs(effects[b.index]!) - Math.abs(effects[a.index]!));
}

/** Of each neuron over the tokens. */
export function largestActivations(activations: Float32Array, neurons: number): Float32Array {
  const largest = new Float32Array(neurons);
  for (let start = 0; start < activations.length; start += neurons) {
    for (let f = 0; f < neurons; f++) if (activations[start + f]! > largest[f]!) largest[f] = activations[start + f]!;
  }
  return largest;
}

/** Numbers that order by label first: activations are squeezed into 0…1 and lifted by 2 for monosemantic, 1 for polysemantic. */
function ranks(largest: Float32Array, allocated: readonly ExplainedNeuron[]): Float64Array {
  const ranked = Float64Array.from(largest, (value) => value / (1 + value));
  for (const { index, label } of allocated) ranked[index]! += label === 'monosemantic' ? 2 : 1;
  return ranked;
}

function byFalling(numbers: Uint32Array, values: Float32Array | Float64Array): Uint32Array {
  return numbers.sort((a, b) => values[b]! - values[a]! || a - b);
}
