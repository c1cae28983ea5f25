import { objective } from '../../core/experiment/objective.ts';
import { experimentSchema, resolveExperiment, type Experiment } from '../../core/experiment/schema.ts';
import type { Differences } from '../../protocol/dashboard.ts';

/** Every field of an experiment as text, by its path ("training.seed"); the weights of the losses as they count. */
export type Fields = ReadonlyMap<string, string>;

export interface ConfiguredRun {
  readonly slot: number;
  readonly experiment: Experiment;
}

export function fieldsOf(experiment: Experiment): Fields {
  const { preset } = experiment.safr;
  const { importance, interaction, information } = objective(experiment.safr);
  const safr = { preset, λ_imp: importance, λ_inter: interaction, λ_info: information.start };
  return new Map(leaves('', { ...experiment, safr, ...nothing }));
}

/** Where the shown runs differ; of a single one, where it differs from the defaults. */
export function differencesOf(runs: readonly ConfiguredRun[]): Differences {
  const [only] = runs;
  if (!only) return { columns: [], rows: [] };
  if (runs.length > 1) {
    return {
      columns: runs.map(({ slot }) => slot),
      rows: differing(runs.map(({ experiment }) => fieldsOf(experiment))),
    };
  }
  const rows = differing([fieldsOf(only.experiment), fieldsOf(defaultsFor(only.experiment))]);
  return { columns: [only.slot, null], rows };
}

/** What sets each of these experiments apart from the others, in a few words: only what its file says, not what a preset implies. */
export function variantsOf(experiments: readonly Experiment[]): string[] {
  const ofLoss = ({ field }: { field: string }) => Number(field.startsWith('safr.'));
  const rows = differing(experiments.map((experiment) => new Map(leaves('', experiment))));
  rows.sort((a, b) => ofLoss(b) - ofLoss(a));
  return experiments.map((_, i) =>
    rows
      .filter(({ values }) => values[i] !== absent)
      .map(({ field, values }) => `${shortName(field)} ${values[i]!}`)
      .join(' · '),
  );
}

function differing(all: readonly Fields[]): { field: string; values: string[] }[] {
  const names = new Set(all.flatMap((fields) => [...fields.keys()]));
  return [...names]
    .map((field) => ({ field, values: all.map((fields) => fields.get(field) ?? absent) }))
    .filter(({ values }) => new Set(values).size > 1);
}

/** The least that could be said of the same data set. */
function defaultsFor({ name, dataset }: Experiment): Experiment {
  const least =
    dataset.source === 'files' ? { source: dataset.source, train: dataset.train } : { source: dataset.source };
  return resolveExperiment(experimentSchema.parse({ dataset: least }), name);
}

function leaves(path: string, value: unknown): [string, string][] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null)
    return [[path, typeof value === 'string' ? value : JSON.stringify(value)]];
  if (Array.isArray(value)) return [[path, value.map(String).join(', ')]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(path === '' ? key : `${path}.${key}`, inner));
}

/** What is expected of a run is no setting. */
const nothing = { expect: undefined };

const absent = '–';
const shortNames: Readonly<Record<string, string>> = {
  'safr.importance': 'λ_imp',
  'safr.interaction': 'λ_inter',
  'safr.information': 'λ_info',
};
const shortName = (field: string) => shortNames[field] ?? field.slice(field.lastIndexOf('.') + 1);
