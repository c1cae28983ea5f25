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
export const rankingNames = ['keep-probability', ...attributionMethods] as const;
export type RankingName = (typeof rankingNames)[number];

/** Each in words. */
export const rankingWords: Readonly<Record<RankingName, string>> = {
  'keep-probability': 'keep probability',
  'gradient-times-input': 'gradient × input',
  'integrated-gradients': 'integrated gradients',
  'leave-one-out': 'leave-one-out',
  attention: 'attention',
  random: 'random',
};
