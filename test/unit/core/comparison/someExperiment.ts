import { experimentSchema, resolveExperiment, type Experiment } from '../../../../src/core/experiment/schema.ts';

/** A resolved experiment of SST-2. */
export function experiment(file: Readonly<Record<string, unknown>> = {}): Experiment {
  return resolveExperiment(experimentSchema.parse({ dataset: { source: 'sst2' }, ...file }), 'mine');
}
