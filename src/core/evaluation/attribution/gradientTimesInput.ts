import type { Attribute } from './attribution.ts';
import { marginDirection } from './margin.ts';
import { slopesAt } from './slopes.ts';

/**
 * Gradient × input (Shrikumar et al. 2016, arXiv 1605.01713; the gradient alone: Simonyan et al. 2013): the gradient of the margin with
 * respect to a token's masked embedding, times that embedding.
 */
export const gradientTimesInput: Attribute = async (model, observations, signal) => {
  const points = observations.map((observation) => ({
    ...observation,
    share: 1,
    direction: marginDirection(observation),
  }));
  const found = await slopesAt(model, points, signal);
  return found.map(({ slopes }) => ({ scores: Float64Array.from(slopes) }));
};
