import { experimentSchema, resolveExperiment, type Experiment } from './schema.ts';

/** A value that differs; undefined where an experiment has none. */
export interface Difference {
  /** Such as "model.width". */
  readonly key: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** Where `to` differs from `from`, in the order of the schema. Lists are compared as a whole; what is expected is no setting. */
export function differences(from: Experiment, to: Experiment): Difference[] {
  const settings = (experiment: Experiment) => new Map(leaves({ ...experiment, expect: undefined }));
  const [before, after] = [settings(from), settings(to)];
  const keys = new Set([...after.keys(), ...before.keys()]);
  return [...keys]
    .map((key) => ({ key, from: before.get(key), to: after.get(key) }))
    .filter((value) => JSON.stringify(value.from) !== JSON.stringify(value.to));
}

/** Where an experiment differs from what its file would mean with the data set and the name alone: the paper's configuration. */
export function ownSettings(experiment: Experiment): Difference[] {
  const { name, dataset } = experiment;
  return differences(resolveExperiment(experimentSchema.parse({ name, dataset }), name), experiment);
}

function leaves(value: unknown, key = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[key, value]];
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, key === '' ? name : `${key}.${name}`));
}
