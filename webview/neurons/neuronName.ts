/** How a neuron is named, as on the command line: its number, in a model of several layers after that of its layer, from 1. */
export function neuronName(layer: number, index: number, layers: number): string {
  return layers > 1 ? `${layer + 1}:${index}` : String(index);
}
