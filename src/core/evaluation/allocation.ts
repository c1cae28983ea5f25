/** To how many tokens of a sentence each neuron of a layer is allocated, as `forEachAllocation` has it: [neurons]. */
export function tokensPerNeuron(hidden: Float32Array, neurons: number, theta: number): Int32Array {
  const counts = new Int32Array(neurons);
  forEachAllocation(hidden, neurons, theta, (_, neuron) => counts[neuron]!++);
  return counts;
}

/**
 * Calls `visit` for every neuron of a layer that is allocated to a token of a sentence (docs/measures.md: Neurons): token i is allocated
 * neuron f if h_if > 0 and h_if ≥ theta · the largest h of token i over all neurons. `hidden`: [tokens, neurons]. The order is by token, then
 * by neuron.
 */
export function forEachAllocation(
  hidden: Float32Array,
  neurons: number,
  theta: number,
  visit: (token: number, neuron: number, activation: number) => void,
): void {
  for (let start = 0, token = 0; start < hidden.length; start += neurons, token++) {
    let max = 0;
    for (let f = start; f < start + neurons; f++) if (hidden[f]! > max) max = hidden[f]!;
    if (max === 0) continue;
    const threshold = theta * max;
    for (let f = start; f < start + neurons; f++) {
      if (hidden[f]! >= threshold) visit(token, f - start, hidden[f]!);
    }
  }
}
