import { unitTable, type NamedFeatures, type UnitTable } from '../evaluation/features/unitTable.ts';
import type { Evaluation } from '../evaluation/evaluation.ts';

/** A run with the autoencoders of its weights. */
interface RunWithFeatures {
  readonly evaluation: Evaluation | null;
  readonly features: readonly NamedFeatures[];
}

/**
 * The neurons of runs next to the features of their autoencoders, in columns that begin with the letter of the run: A, B, C, … in their order.
 * null where no run has an autoencoder.
 */
export function comparedUnits(runs: readonly RunWithFeatures[]): UnitTable | null {
  if (runs.every(({ features }) => features.length === 0)) return null;
  const tables = runs.map(({ evaluation, features }) => unitTable(evaluation, features));
  const heads = tables.flatMap((table, run) =>
    table.heads.slice(1).map((head) => `${String.fromCharCode('A'.charCodeAt(0) + run)} ${head}`),
  );
  const rows = tables[0]!.rows.map(([label], row) => [label!, ...tables.flatMap(({ rows }) => rows[row]!.slice(1))]);
  return { heads: ['', ...heads], rows };
}
