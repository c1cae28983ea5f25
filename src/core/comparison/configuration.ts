import { objective } from '../experiment/objective.ts';
import { trainingSettings, type Experiment } from '../experiment/schema.ts';

/** The fields of one section of an experiment as text, by their paths ("training.epochs"). Equal sections are the same object. */
export type Section = ReadonlyMap<string, string>;

/** Every field of an experiment, by the name of its section ("training"). */
export type Fields = ReadonlyMap<string, Section>;

/** A field, and its value in each of several experiments. */
export interface FieldRow {
  readonly field: string;
  readonly values: readonly string[];
}

/** The settings of an experiment, with the effective weights of the losses (from the preset or the file) and without `expect` and `slices`. */
export function fieldsOf(experiment: Experiment): Fields {
  const known = knownFields.get(experiment);
  if (known) return known;
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
  const fields = sectionsOf({ ...trainingSettings(experiment), safr });
  knownFields.set(experiment, fields);
  return fields;
}

/** The value of a field; undefined where the experiment does not have it. */
export function fieldIn(fields: Fields, field: string): string | undefined {
  const dot = field.indexOf('.');
  return fields.get(dot < 0 ? field : field.slice(0, dot))?.get(field);
}

/** The fields whose values are not all the same, in the order of the schema. Takes time by the number of different sections, not of experiments. */
export function differing(all: readonly Fields[]): FieldRow[] {
  const variants = new Map<string, Map<Section, number>>();
  for (const fields of all) {
    for (const [name, section] of fields) {
      const counts = variants.get(name) ?? new Map<Section, number>();
      variants.set(name, counts.set(section, (counts.get(section) ?? 0) + 1));
    }
  }
  const names = [...variants.values()].flatMap((counts) => {
    const count = [...counts.values()].reduce((sum, each) => sum + each, 0);
    return count === all.length && counts.size === 1 ? [] : differingFields([...counts.keys()], count < all.length);
  });
  return names.map((field) => ({ field, values: all.map((fields) => fieldIn(fields, field) ?? absent) }));
}

/** `isMissing`: whether an experiment does not have the section. */
function differingFields(sections: readonly Section[], isMissing: boolean): string[] {
  const names = new Set(sections.flatMap((section) => [...section.keys()]));
  return [...names].filter((name) => isMissing || new Set(sections.map((section) => section.get(name))).size > 1);
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

/** By name and JSON, and by value. */
const knownSections = new Map<string, Section>();
const sectionOfValue = new WeakMap<object, Section>();

function sectionsOf(experiment: object): Fields {
  const sections = Object.entries(experiment).filter(([, value]) => value !== undefined);
  return new Map(sections.map(([name, value]) => [name, sectionOf(name, value)]));
}

function sectionOf(name: string, value: unknown): Section {
  const isObject = typeof value === 'object' && value !== null;
  const known = isObject ? sectionOfValue.get(value) : undefined;
  if (known) return known;
  const key = `${name} ${JSON.stringify(value)}`;
  const section = knownSections.get(key) ?? new Map(leaves(name, value));
  knownSections.set(key, section);
  if (isObject) sectionOfValue.set(value, section);
  return section;
}

function leaves(path: string, value: unknown): [string, string][] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null)
    return [[path, typeof value === 'string' ? value : JSON.stringify(value)]];
  if (Array.isArray(value)) return [[path, value.map(String).join(', ')]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(`${path}.${key}`, inner));
}

const weights = ['importance', 'interaction', 'information'] as const;

/** By the file or its preset. */
function weightOf({ safr }: Experiment, weight: (typeof weights)[number]): string {
  const { importance, interaction, information } = objective(safr);
  return String({ importance, interaction, information: information.start }[weight]);
}

/** The value of a field that an experiment does not have. */
export const absent = '–';
const shortNames: Readonly<Record<string, string>> = {
  'safr.importance': 'λ_imp',
  'safr.interaction': 'λ_inter',
  'safr.information': 'λ_info',
  'safr.similarity': 'λ_sim',
};

/** Limits of a description: settings, and characters of a value. */
const [maxParts, maxValueLength] = [5, 32];

const ranks = ['name', 'safr.preset', 'safr.', 'seed', 'model.pretrained', 'model.', ''];

/** The order in which descriptions and tables name fields. */
export const rankOf = ({ field }: Pick<FieldRow, 'field'>) => ranks.findIndex((prefix) => field.startsWith(prefix));

/** Such as "seed 2"; names say what they are of. A model is called by the last part of its path. */
function partOf(field: string, value: string): string {
  const own = field === 'model.pretrained' ? value.replace(/^.*[\\/](?=.)/, '') : value;
  const short = own.length > maxValueLength ? `${own.slice(0, maxValueLength - 1)}…` : own;
  if (field === 'name' || field === 'model.pretrained') return short;
  return `${shortNames[field] ?? field.slice(field.lastIndexOf('.') + 1)} ${short}`;
}

/** By experiment: lists of thousands of runs are named and compared again and again. */
const knownFields = new WeakMap<Experiment, Fields>();
const knownSettings = new WeakMap<Experiment, Fields>();

/** The settings of an experiment's file with their defaults. */
function settingsOf(experiment: Experiment): Fields {
  const known = knownSettings.get(experiment);
  if (known) return known;
  const settings = sectionsOf(trainingSettings(experiment));
  knownSettings.set(experiment, settings);
  return settings;
}
