import type { Device } from '../../engine/device.ts';
import { permutation } from '../../common/permutation.ts';
import { assign } from './assignment.ts';
import { correlations } from './correlations.ts';
import { reordered, type StandardizedNeurons } from './standardized.ts';

/** Two neurons by their numbers, and how their activations correlate. */
export interface Match {
  readonly from: number;
  readonly to: number;
  readonly correlation: number;
}

/** Matches one to one so that the correlations have the largest sum (ours). */
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

/** The same with the tokens of one side shuffled, so that nothing but chance correlates: what a match has to be judged against. */
export function matchByChance(device: Device, from: StandardizedNeurons, to: StandardizedNeurons): Promise<Match[]> {
  const order = Int32Array.from(permutation(0, shuffleStream, to.tokens));
  return matchNeurons(device, from, reordered(to, order));
}

const shuffleStream = 1;
