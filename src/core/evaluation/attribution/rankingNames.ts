/** Methods to rank the tokens of a text that do not use the mask. */
export const attributionMethods = [
  'gradient-times-input',
  'integrated-gradients',
  'leave-one-out',
  'shapley',
  'lime',
  'attention',
  'random',
] as const;
export type AttributionMethod = (typeof attributionMethods)[number];

/** Methods that run the model hundreds of times per text. */
const costlyMethods: ReadonlySet<string> = new Set<AttributionMethod>(['shapley', 'lime']);

export const isCostly = (method: RankingName) => costlyMethods.has(method);

/** All rankings of the tokens of a text: these methods, and the mask. */
export const rankingNames = ['keep-probability', ...attributionMethods] as const;
export type RankingName = (typeof rankingNames)[number];

/** The display name of each ranking. */
export const rankingWords: Readonly<Record<RankingName, string>> = {
  'keep-probability': 'keep probability',
  'gradient-times-input': 'gradient × input',
  'integrated-gradients': 'integrated gradients',
  'leave-one-out': 'leave-one-out',
  shapley: 'Shapley values',
  lime: 'LIME',
  attention: 'attention',
  random: 'random',
};
