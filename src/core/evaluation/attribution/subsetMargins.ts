import { withTokens } from '../../model/batch.ts';
import type { Model } from '../../model/model.ts';
import type { Observation } from '../observe.ts';
import type { Units } from '../units.ts';
import { marginDirection, marginsOf } from './margin.ts';

/**
 * The margin of a sentence with only some of its words or tokens, for each of these subsets of them, ascending. The others are deleted, as
 * by all removals, and the shorter sentence is encoded again; equal subsets are run only once. Errors: an aborted signal's reason.
 */
export async function subsetMargins(
  model: Model,
  observation: Observation,
  units: Units,
  subsets: readonly Int32Array[],
  signal?: AbortSignal,
): Promise<number[]> {
  const direction = marginDirection(observation);
  const numbers = new Map<string, number>();
  const distinct: Int32Array[] = [];
  const numberOf = subsets.map((subset) => {
    const key = subset.join();
    let number = numbers.get(key);
    if (number === undefined) numbers.set(key, (number = distinct.push(subset) - 1));
    return number;
  });
  const margins = await marginsOf(model, shortened(), signal);
  return numberOf.map((number) => margins[number]!);

  function* shortened() {
    for (const subset of distinct) {
      const tokens = Array.from(subset, (unit) => units.tokens(unit)).flat();
      yield { ...withTokens(observation, Int32Array.from(tokens)), direction };
    }
  }
}
