import type { Model } from '../../model/model.ts';
import type { Observation } from '../observe.ts';
import { Units } from '../units.ts';
import type { Attribution } from './attribution.ts';
import { attributions } from './methods.ts';
import type { RankingName } from './rankingNames.ts';

/** An attribution with one score, and one error, per word or token that is ranked: the largest of its pieces. */
export type UnitAttribution = Attribution;

/** Scores the words or tokens of sentences by a ranking; by keep probability the model must have a mask. Errors: an aborted signal's reason. */
export async function unitScores(
  name: RankingName,
  model: Model,
  observations: readonly Observation[],
  signal?: AbortSignal,
): Promise<UnitAttribution[]> {
  const found =
    name === 'keep-probability'
      ? observations.map(({ keep }): Attribution => ({ scores: Float64Array.from(keep!) }))
      : await attributions[name](model, observations, signal);
  return found.map(({ scores, errors, ...gap }, i) => {
    const { words, tokens } = observations[i]!;
    const units = new Units(words, tokens);
    return { ...gap, scores: units.largest(scores), ...(errors && { errors: units.largest(errors) }) };
  });
}
