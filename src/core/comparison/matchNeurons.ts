import type { Device } from '../../engine/device.ts';
import { permutation } from '../../common/permutation.ts';
import { assign } from './assignment.ts';
import { correlations } from './correlations.ts';
import { reordered, type StandardizedNeurons } from './standardized.ts';

/** Two neurons by their indices, and the correlation of their activations. */
export interface Match {
  readonly from: number;
  readonly to: number;
  readonly correlation: number;
}

/** Matches neurons one to one so that the sum of their correlations is largest (ours). */
export async function matchNeurons(
  device: Device,
  from: StandardizedNeurons,
  to: StandardizedNeurons,
): Promise<Match[]> {
  const scores = await correlations(device, from, to);
  const columns = to.neurons.length;
  return Array.from(assign(scores, from.neurons.length, columns)).flatMap((column, row) =>
    column < 0
      ? []
      : [{ from: from.neurons[row]!, to: to.neurons[column]!, correlation: scores[row * columns + column]! }],
  );
}

/** The same with the tokens of one side shuffled, so that correlations are due to chance: a baseline for matches. */
export function matchByChance(device: Device, from: StandardizedNeurons, to: StandardizedNeurons): Promise<Match[]> {
  const order = Int32Array.from(permutation(0, shuffleStream, to.tokens));
  return matchNeurons(device, from, reordered(to, order));
}

const shuffleStream = 1;
