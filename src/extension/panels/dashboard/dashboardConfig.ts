import { differing, fieldsOf } from '../../../core/comparison/configuration.ts';
import { experimentSchema, resolveExperiment, type Experiment } from '../../../core/experiment/schema.ts';
import type { Differences } from '../../../protocol/dashboard.ts';

export interface ConfiguredRun {
  readonly slot: number;
  readonly experiment: Experiment;
}

/** Where the shown runs differ; of a single one, where it differs from the defaults. */
export function differencesOf(runs: readonly ConfiguredRun[]): Differences {
  const [only] = runs;
  if (!only) return { columns: [], rows: [] };
  if (runs.length > 1) {
    return {
      columns: runs.map(({ slot }) => slot),
      rows: rowsOf(runs.map(({ experiment }) => experiment)),
    };
  }
  return { columns: [only.slot, null], rows: rowsOf([only.experiment, defaultsFor(only.experiment)]) };
}

function rowsOf(experiments: readonly Experiment[]): Differences['rows'] {
  return differing(experiments.map(fieldsOf)).map(({ field, values }) => ({ field, values: [...values] }));
}

/** An experiment with the same data set and defaults otherwise. */
function defaultsFor({ name, dataset }: Experiment): Experiment {
  const minimal =
    dataset.source === 'files' ? { source: dataset.source, train: dataset.train } : { source: dataset.source };
  return resolveExperiment(experimentSchema.parse({ dataset: minimal }), name);
}
