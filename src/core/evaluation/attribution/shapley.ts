import { meanAndDeviation } from '../../../common/statistics.ts';
import { randomPermutation } from '../randomRanking.ts';
import { Units } from '../units.ts';
import type { Attribute, Attribution } from './attribution.ts';
import { subsetMargins } from './subsetMargins.ts';

/** Number of pairs of random permutations per sentence. */
export const permutationPairs = 16;

/**
 * Shapley values of the words or tokens of a sentence, by sampling permutations (Castro et al. 2009; Štrumbelj and Kononenko 2010): the mean
 * change of the margin when a word is added to those before it in a random order, starting from the empty sentence. Each permutation is
 * taken with its reverse, which lowers the variance (Mitchell et al. 2022, arXiv 2104.12199); the pairs are independent samples, so the
 * standard error is their deviation ÷ √pairs. The values add up to the change of the margin from the empty sentence. Permutations
 * depend on the number of words only: equal sentences have equal values. The pieces of a word share its value and error.
 */
export const shapley: Attribute = async (model, observations, signal) => {
  const found: Attribution[] = [];
  for (const observation of observations) {
    const units = new Units(observation.words, observation.ids.length);
    const orders = Array.from({ length: permutationPairs }, (_, pair) => randomPermutation(pair, units.count));
    const subsets = orders.flatMap((order) => [order, order.toReversed()].flatMap(growing));
    const margins = await subsetMargins(model, observation, units, subsets, signal);
    const scores = new Float64Array(observation.tokens);
    const errors = new Float64Array(observation.tokens);
    contributions(orders, margins).forEach((samples, unit) => {
      const { mean, deviation } = meanAndDeviation(samples);
      for (const token of units.tokens(unit)) {
        scores[token] = mean;
        errors[token] = deviation! / Math.sqrt(samples.length);
      }
    });
    found.push({ scores, errors });
  }
  return found;
};

/** The subsets of the first 0, 1, … units of an order, each ascending. */
function growing(order: Int32Array): Int32Array[] {
  return Array.from({ length: order.length + 1 }, (_, size) => order.slice(0, size).sort());
}

/** For each unit, its mean contribution in each pair of permutations. `margins`: of the subsets of each order and of its reverse. */
function contributions(orders: readonly Int32Array[], margins: readonly number[]): number[][] {
  const count = orders[0]!.length;
  const found = Array.from({ length: count }, () => orders.map(() => 0));
  orders.forEach((order, pair) => {
    const forward = 2 * pair * (count + 1);
    const backward = forward + count + 1;
    order.forEach((unit, place) => {
      const reversed = backward + (count - 1 - place);
      const first = margins[forward + place + 1]! - margins[forward + place]!;
      const second = margins[reversed + 1]! - margins[reversed]!;
      found[unit]![pair] = (first + second) / 2;
    });
  });
  return found;
}
