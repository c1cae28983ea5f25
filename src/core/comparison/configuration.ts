import { objective } from '../experiment/objective.ts';
import type { Experiment } from '../experiment/schema.ts';

/** Every field of an experiment as text, by its path ("training.epochs"). */
export type Fields = ReadonlyMap<string, string>;

/** A field, and its value in each of several experiments. */
export interface FieldRow {
  readonly field: string;
  readonly values: readonly string[];
}

/** The settings of an experiment, with the effective weights of the losses (from the preset or the file) and without `expect`. */
export function fieldsOf(experiment: Experiment): Fields {
  const { preset, importanceSite, importanceLayers, interactionLayers } = experiment.safr;
  const { importance, interaction, information } = objective(experiment.safr);
  const safr = {
    preset,
    λ_imp: importance,
    importanceSite,
    importanceLayers,
    λ_inter: interaction,
    interactionLayers,
    λ_info: information.start,
  };
  return new Map(leaves('', { ...experiment, safr, expect: undefined }));
}

/** The fields whose values are not all the same, in the order of the schema. */
export function differing(all: readonly Fields[]): FieldRow[] {
  const names = new Set(all.flatMap((fields) => [...fields.keys()]));
  return [...names]
    .map((field) => ({ field, values: all.map((fields) => fields.get(field) ?? absent) }))
    .filter(({ values }) => new Set(values).size > 1);
}

/** A short description of how each experiment differs from the others, by the settings of its file, not by what a preset implies. */
export function variantsOf(experiments: readonly Experiment[], without: ReadonlySet<string> = new Set()): string[] {
  const ofLoss = ({ field }: FieldRow) => Number(field.startsWith('safr.'));
  const rows = differing(experiments.map((experiment) => new Map(leaves('', { ...experiment, expect: undefined }))));
  rows.sort((a, b) => ofLoss(b) - ofLoss(a));
  return experiments.map((_, i) =>
    rows
      .filter(({ field, values }) => values[i] !== absent && !without.has(field))
      .map(({ field, values }) => `${shortName(field)} ${values[i]!}`)
      .join(' · '),
  );
}

function leaves(path: string, value: unknown): [string, string][] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null)
    return [[path, typeof value === 'string' ? value : JSON.stringify(value)]];
  if (Array.isArray(value)) return [[path, value.map(String).join(', ')]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(path === '' ? key : `${path}.${key}`, inner));
}

const absent = '–';
const shortNames: Readonly<Record<string, string>> = {
  'safr.importance': 'λ_imp',
  'safr.interaction': 'λ_inter',
  'safr.information': 'λ_info',
};
const shortName = (field: string) => shortNames[field] ?? field.slice(field.lastIndexOf('.') + 1);
