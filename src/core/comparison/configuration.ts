import { objective } from '../experiment/objective.ts';
import { trainingSettings, type Experiment } from '../experiment/schema.ts';

/** Every field of an experiment as text, by its path ("training.epochs"). */
export type Fields = ReadonlyMap<string, string>;

/** A field, and its value in each of several experiments. */
export interface FieldRow {
  readonly field: string;
  readonly values: readonly string[];
}

/** The settings of an experiment, with the effective weights of the losses (from the preset or the file) and without `expect` and `slices`. */
export function fieldsOf(experiment: Experiment): Fields {
  const { preset, importanceSite, importanceForm, importanceLayers, interactionLayers } = experiment.safr;
  const { importance, interaction, information, similarity } = objective(experiment.safr);
  const safr = {
    preset,
    λ_imp: importance,
    importanceSite,
    importanceForm,
    importanceLayers,
    λ_inter: interaction,
    interactionLayers,
    λ_info: information.start,
    λ_sim: similarity,
  };
  return new Map(leaves('', { ...trainingSettings(experiment), safr }));
}

/** The fields whose values are not all the same, in the order of the schema. */
export function differing(all: readonly Fields[]): FieldRow[] {
  const first = new Map<string, string>();
  const counts = new Map<string, number>();
  const varied = new Set<string>();
  for (const fields of all) {
    for (const [field, value] of fields) {
      if (!first.has(field)) first.set(field, value);
      else if (first.get(field) !== value) varied.add(field);
      counts.set(field, (counts.get(field) ?? 0) + 1);
    }
  }
  return [...first.keys()]
    .filter((field) => varied.has(field) || counts.get(field)! < all.length)
    .map((field) => ({ field, values: all.map((fields) => fields.get(field) ?? absent) }));
}

/**
 * A short description of how each experiment differs from the others: at most a few settings, those that are changed most often first. A weight of
 * the loss is a setting only if a file gives it; otherwise the preset says the same.
 */
export function variantsOf(experiments: readonly Experiment[], without: ReadonlySet<string> = new Set()): string[] {
  const rows = differing(experiments.map(settingsOf)).filter(({ field }) => !without.has(field));
  rows.sort((a, b) => rankOf(a) - rankOf(b));
  const valueIn = ({ field, values }: FieldRow, i: number) => {
    const weight = weights.find((name) => field === `safr.${name}`);
    return weight && values[i] === absent ? weightOf(experiments[i]!, weight) : values[i]!;
  };
  return experiments.map((_, i) => {
    const parts = rows.flatMap((row) => (valueIn(row, i) === absent ? [] : [partOf(row.field, valueIn(row, i))]));
    return parts.length > maxParts ? [...parts.slice(0, maxParts), '…'].join(' · ') : parts.join(' · ');
  });
}

function leaves(path: string, value: unknown): [string, string][] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null)
    return [[path, typeof value === 'string' ? value : JSON.stringify(value)]];
  if (Array.isArray(value)) return [[path, value.map(String).join(', ')]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(path === '' ? key : `${path}.${key}`, inner));
}

const weights = ['importance', 'interaction', 'information'] as const;

/** By the file or its preset. */
function weightOf({ safr }: Experiment, weight: (typeof weights)[number]): string {
  const { importance, interaction, information } = objective(safr);
  return String({ importance, interaction, information: information.start }[weight]);
}

const absent = '–';
const shortNames: Readonly<Record<string, string>> = {
  'safr.importance': 'λ_imp',
  'safr.interaction': 'λ_inter',
  'safr.information': 'λ_info',
  'safr.similarity': 'λ_sim',
};

/** Limits of a description: settings, and characters of a value. */
const [maxParts, maxValueLength] = [5, 32];

/** The order in which a description names fields. */
const ranks = ['name', 'safr.preset', 'safr.', 'seed', 'model.pretrained', 'model.', ''];
const rankOf = ({ field }: FieldRow) => ranks.findIndex((prefix) => field.startsWith(prefix));

/** Such as "seed 2"; names say what they are of. A model is called by the last part of its path. */
function partOf(field: string, value: string): string {
  const own = field === 'model.pretrained' ? value.replace(/^.*[\\/](?=.)/, '') : value;
  const short = own.length > maxValueLength ? `${own.slice(0, maxValueLength - 1)}…` : own;
  if (field === 'name' || field === 'model.pretrained') return short;
  return `${shortNames[field] ?? field.slice(field.lastIndexOf('.') + 1)} ${short}`;
}

/** By experiment: lists of thousands of runs are named again and again. */
const knownSettings = new WeakMap<Experiment, Fields>();

/** The settings of an experiment's file with their defaults. */
function settingsOf(experiment: Experiment): Fields {
  const known = knownSettings.get(experiment);
  if (known) return known;
  const settings = new Map(leaves('', trainingSettings(experiment)));
  knownSettings.set(experiment, settings);
  return settings;
}
