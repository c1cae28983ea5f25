import { randomTokenScores } from '../evaluation/randomRanking.ts';
import type { Attribute } from './attribution.ts';
import { attentionReceived } from './attentionReceived.ts';
import { gradientTimesInput } from './gradientTimesInput.ts';
import { integratedGradients } from './integratedGradients.ts';
import { leaveOneOut } from './leaveOneOut.ts';

/** Ways to rank the tokens of a text that need no mask. */
export const attributionMethods = [
  'gradient-times-input',
  'integrated-gradients',
  'leave-one-out',
  'attention',
  'random',
] as const;
export type AttributionMethod = (typeof attributionMethods)[number];

/** What ranks the tokens of a text: one of them, or the mask. */
export type RankingName = 'keep-probability' | AttributionMethod;

/** Each in words. */
export const rankingWords: Readonly<Record<RankingName, string>> = {
  'keep-probability': 'keep probability',
  'gradient-times-input': 'gradient × input',
  'integrated-gradients': 'integrated gradients',
  'leave-one-out': 'leave-one-out',
  attention: 'attention',
  random: 'random',
};

/** Random scores are those of seed 0. The model has `attribute`. */
export const attributions: Readonly<Record<AttributionMethod, Attribute>> = {
  'gradient-times-input': gradientTimesInput,
  'integrated-gradients': integratedGradients,
  'leave-one-out': leaveOneOut,
  attention: async ({ shape }, observations) =>
    observations.map((observation) => ({ scores: attentionReceived(observation, shape) })),
  random: async (_, observations) =>
    observations.map(({ index, tokens }) => ({ scores: Float64Array.from(randomTokenScores(0, index, tokens)) })),
};
