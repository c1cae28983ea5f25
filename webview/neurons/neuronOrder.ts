import type { ExplainedNeuron } from '../../src/protocol/neurons.ts';
import type { EffectsByLayer } from './effects.ts';
import type { Layer } from './inspection.ts';

/** By number, by largest activation, monosemantic before polysemantic before unused ones, or by activation at one token. */
export type NeuronOrder = 'index' | 'activity' | 'label' | { readonly token: number };

/** The neurons of a layer in the order they are shown; equal ones by number. */
export function neuronOrder(
  { activations, neurons, allocated }: Omit<Layer, 'largest'>,
  order: NeuronOrder,
): Uint32Array {
  const numbers = Uint32Array.from({ length: neurons }, (_, f) => f);
  if (order === 'index') return numbers;
  const largest = largestActivations(activations, neurons);
  if (order === 'activity') return byFalling(numbers, largest);
  if (order === 'label') return byFalling(numbers, ranks(largest, allocated));
  return byFalling(numbers, activations.subarray(order.token * neurons, (order.token + 1) * neurons));
}

/** Neurons by the size of their effect, largest first; those whose effect is not known last. */
export function byEffect(neurons: readonly ExplainedNeuron[], effects: EffectsByLayer): ExplainedNeuron[] {
  const size = ({ layer, index }: ExplainedNeuron) => Math.abs(effects[layer]?.[index] ?? NaN) || 0;
  return neurons.toSorted((a, b) => size(b) - size(a));
}

/** Of each neuron over all tokens. `activations`: [tokens, neurons]. */
function largestActivations(activations: Float32Array, neurons: number): Float32Array {
  const largest = new Float32Array(neurons);
  for (let start = 0; start < activations.length; start += neurons) {
    for (let f = 0; f < neurons; f++) if (activations[start + f]! > largest[f]!) largest[f] = activations[start + f]!;
  }
  return largest;
}

/** Sort keys, label first: activations are scaled into 0…1, plus 2 for monosemantic and 1 for polysemantic neurons. */
function ranks(largest: Float32Array, allocated: readonly ExplainedNeuron[]): Float64Array {
  const ranked = Float64Array.from(largest, (value) => value / (1 + value));
  for (const { index, label } of allocated) ranked[index]! += label === 'monosemantic' ? 2 : 1;
  return ranked;
}

function byFalling(numbers: Uint32Array, values: Float32Array | Float64Array): Uint32Array {
  return numbers.sort((a, b) => values[b]! - values[a]! || a - b);
}
