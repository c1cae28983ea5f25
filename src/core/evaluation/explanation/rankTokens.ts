import { attributions } from '../attribution/methods.ts';
import type { AttributionMethod } from '../attribution/rankingNames.ts';
import { observeText, type ExplainOptions } from './explain.ts';
import type { TokenRanking } from './explanation.ts';

/** Scores the tokens of a text by a method that does not use the mask. The model's program must have `attribute`. Errors: as `explain`. */
export async function rankTokens(options: ExplainOptions, by: AttributionMethod): Promise<TokenRanking> {
  const observation = await observeText(options);
  const [attribution] = await attributions[by](options, [observation]);
  return { by, scores: Array.from(attribution!.scores) };
}
