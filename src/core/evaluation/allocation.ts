/**
 * Which tokens of one sentence are allocated which neurons of a layer (method: Neurons): token i has neuron f when h_if > 0 and
 * h_if ≥ theta · the largest h of token i over all neurons. `hidden`: [tokens, neurons]. Token by token, neurons rising.
 */
export function forEachAllocation(
  hidden: Float32Array,
  neurons: number,
  theta: number,
  visit: (token: number, neuron: number, activation: number) => void,
): void {
  for (let start = 0, token = 0; start < hidden.length; start += neurons, token++) {
    let most = 0;
    for (let f = start; f < start + neurons; f++) if (hidden[f]! > most) most = hidden[f]!;
    if (most === 0) continue;
    const least = theta * most;
    for (let f = start; f < start + neurons; f++) {
      if (hidden[f]! >= least) visit(token, f - start, hidden[f]!);
    }
  }
}
