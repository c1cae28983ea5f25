import { Units } from '../units.ts';
import { randomUnitScores } from '../randomRanking.ts';
import type { Attribute } from './attribution.ts';
import { attentionReceived } from './attentionReceived.ts';
import { gradientTimesInput } from './gradientTimesInput.ts';
import { integratedGradients } from './integratedGradients.ts';
import { leaveOneOut } from './leaveOneOut.ts';
import { lime } from './lime.ts';
import type { AttributionMethod } from './rankingNames.ts';
import { shapley } from './shapley.ts';

/** The attribution methods by name. Random scores use seed 0; the pieces of a word share one. The model's program must have `attribute`. */
export const attributions: Readonly<Record<AttributionMethod, Attribute>> = {
  'gradient-times-input': gradientTimesInput,
  'integrated-gradients': integratedGradients,
  'leave-one-out': leaveOneOut,
  shapley,
  lime,
  attention: async ({ shape }, observations) =>
    observations.map((observation) => ({ scores: attentionReceived(observation, shape) })),
  random: async (_, observations) =>
    observations.map(({ index, words, tokens }) => {
      const units = new Units(words, tokens);
      const drawn = randomUnitScores(0, index, units.count);
      return {
        scores: Float64Array.from(Array.from(drawn, (score, unit) => units.tokens(unit).map(() => score)).flat()),
      };
    }),
};
