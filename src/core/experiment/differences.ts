import { experimentSchema, resolveExperiment, trainingSettings, type Experiment } from './schema.ts';

/** A field with different values; a value is undefined if the experiment does not have the field. */
export interface Difference {
  /** Such as "model.width". */
  readonly key: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** The fields in which `to` differs from `from`, in the order of the schema. Lists are compared as a whole; `expect` and `slices` are ignored. */
export function differences(from: Experiment, to: Experiment): Difference[] {
  const settings = (experiment: Experiment) => new Map(leaves(trainingSettings(experiment)));
  const [before, after] = [settings(from), settings(to)];
  const keys = new Set([...after.keys(), ...before.keys()]);
  return [...keys]
    .map((key) => ({ key, from: before.get(key), to: after.get(key) }))
    .filter((value) => JSON.stringify(value.from) !== JSON.stringify(value.to));
}

/** The fields in which an experiment differs from the defaults for its data set, which are the paper's configuration. */
export function nonDefaultSettings(experiment: Experiment): Difference[] {
  const { name, dataset } = experiment;
  return differences(resolveExperiment(experimentSchema.parse({ name, dataset }), name), experiment);
}

function leaves(value: unknown, key = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[key, value]];
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, key === '' ? name : `${key}.${name}`));
}
