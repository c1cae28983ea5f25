import { unitOf } from '../evaluation/evaluation.ts';
import type { DetailedRun } from '../runs/readRun.ts';

/** One line if some runs were evaluated by words and others by the tokens of an encoder; null if not. */
export function unitNote(runs: readonly Pick<DetailedRun, 'id' | 'experiment' | 'evaluation'>[]): string | null {
  const byTokens = runs.filter(
    ({ experiment, evaluation }) => evaluation && unitOf(evaluation, experiment) === 'token',
  );
  const evaluated = runs.filter(({ evaluation }) => evaluation);
  if (byTokens.length === 0 || byTokens.length === evaluated.length) return null;
  const ids = byTokens.map(({ id }) => id).join(', ');
  return `${ids} ranked and removed tokens, not words: SRS and AOPC are comparable only with the same evaluation.unit.`;
}
