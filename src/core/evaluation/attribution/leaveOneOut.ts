import { withTokens, type Sentence } from '../../model/batch.ts';
import { Units } from '../units.ts';
import type { Attribute } from './attribution.ts';
import { marginDirection, marginsOf } from './margin.ts';

/**
 * Leave-one-out (Li et al. 2016, arXiv 1612.08220): how much the margin falls when a word or token is deleted and the shorter sentence is
 * encoded again; the pieces of a word share its score. A sentence of one token becomes empty, which the model reads as one <PAD>.
 */
export const leaveOneOut: Attribute = async (model, observations, signal) => {
  const units = observations.map(({ words, ids }) => new Units(words, ids.length));
  const sentences = observations.flatMap((observation, o) => {
    const direction = marginDirection(observation);
    return [observation, ...withoutEach(observation, units[o]!)].map((sentence) => ({ ...sentence, direction }));
  });
  const margins = await marginsOf(model, sentences, signal);
  let offset = 0;
  return observations.map(({ tokens }, o) => {
    const own = units[o]!;
    const [whole, ...without] = margins.slice(offset, (offset += 1 + own.count));
    const scores = new Float64Array(tokens);
    without.forEach((margin, unit) => {
      for (const token of own.tokens(unit)) scores[token] = whole! - margin;
    });
    return { scores };
  });
};

function withoutEach(sentence: Sentence, units: Units): Sentence[] {
  const positions = Int32Array.from(sentence.ids.keys());
  return Array.from({ length: units.count }, (_, unit) => {
    const left = new Set(units.tokens(unit));
    return withTokens(
      sentence,
      positions.filter((i) => !left.has(i)),
    );
  });
}
