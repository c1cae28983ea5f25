import { randomDeletion } from '../randomRanking.ts';
import { Units } from '../units.ts';
import type { Attribute, Attribution } from './attribution.ts';
import { subsetMargins } from './subsetMargins.ts';
import { weightedRidge } from './weightedRidge.ts';

/** Number of shortened copies of a sentence, the whole one included. */
const samples = 1000;
/** Width of the exponential kernel, of cosine distances from 0 to 1. */
const kernelWidth = 0.25;
/** Penalty of the squared coefficients. */
const ridge = 1;

/**
 * LIME (Ribeiro et al. 2016, arXiv 1602.04938): the coefficients of a linear model of the margin by the presence of each word or token,
 * fitted to random deletions. As in the authors' code the number of deleted words is uniform from 1 to all, the weight of a copy is
 * √exp(−d²/width²) with its cosine distance d from the whole sentence, and the regression is a weighted ridge regression; other than there,
 * the margin is explained instead of a probability, all words get a coefficient, and each occurrence of a word type has its own. Deletions
 * depend on the number of words only: equal sentences have equal scores. The pieces of a word share its score.
 */
export const lime: Attribute = async (model, observations, signal) => {
  const found: Attribution[] = [];
  for (const observation of observations) {
    const units = new Units(observation.words, observation.ids.length);
    const all = Int32Array.from({ length: units.count }, (_, unit) => unit);
    const subsets = Array.from({ length: samples }, (_, i) => (i === 0 ? all : randomDeletion(i, units.count)));
    const margins = await subsetMargins(model, observation, units, subsets, signal);
    const weights = subsets.map((subset) => kernel(subset.length, units.count));
    const scores = new Float64Array(observation.tokens);
    weightedRidge(subsets, margins, weights, units.count, ridge).forEach((coefficient, unit) => {
      for (const token of units.tokens(unit)) scores[token] = coefficient;
    });
    found.push({ scores });
  }
  return found;
};

/** The weight of a copy with `kept` of `count` words. The cosine of its 0 and 1 per word with all 1 is √(kept ÷ count). */
function kernel(kept: number, count: number): number {
  const distance = count === 0 ? 0 : 1 - Math.sqrt(kept / count);
  return Math.sqrt(Math.exp(-((distance / kernelWidth) ** 2)));
}
