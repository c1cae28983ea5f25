import { LinearExpression } from '../../common/linearExpression.ts';
import type { z } from 'zod';
import { expectedNames, expectedOfSlices } from './measures.ts';
import { layerFields, layerNumbers, missingLayer, type ChosenLayers, type LayerField } from './layers.ts';
import type { ImportanceSite, PresetName } from './objective.ts';

/** Rules that involve several fields. Each issue's message completes "FIELD is VALUE; allowed: …". */
type Context<T> = z.core.ParsePayload<T>;

function addIssue<T>({ issues, value }: Context<T>, field: keyof T & string, allowed: string): void {
  issues.push({ code: 'custom', path: [field], input: value[field], message: allowed });
}

/** The positions in the truth of planted sentences are valid for the tokenizers `whitespace` and `words` only. */
export function checkPlanted({ issues, value }: Context<{ dataset: { source: string }; tokenizer: { kind: string } }>) {
  const { dataset, tokenizer } = value;
  if (dataset.source !== 'planted' || tokenizer.kind !== 'pattern') return;
  const message = '"whitespace", "words", because dataset.source is "planted"';
  issues.push({ code: 'custom', path: ['tokenizer', 'kind'], input: tokenizer.kind, message });
}

interface Model {
  readonly pretrained?: string | undefined;
  readonly width: number;
  readonly heads: number;
  readonly feedForward: number;
  readonly activeNeurons: number | null;
  readonly padding: 'max' | 'none';
}

export function checkModel(context: Context<Model>): void {
  const { pretrained, width, heads, feedForward, activeNeurons, padding } = context.value;
  if (pretrained !== undefined) return;
  if (activeNeurons !== null && padding === 'max')
    addIssue(context, 'activeNeurons', 'null, unless model.padding is "none"');
  else if (activeNeurons !== null && activeNeurons > feedForward)
    addIssue(context, 'activeNeurons', `1 to ${feedForward}, the number of model.feedForward`);
  if (width % heads === 0) return;
  const divisors = Array.from({ length: Math.min(width, 64) }, (_, i) => i + 1).filter((n) => width % n === 0);
  addIssue(context, 'heads', `a number that divides model.width (${width}): ${divisors.join(', ')}`);
}

/** The error of a regular expression; null for a valid one. */
function patternProblem(pattern: string): string | null {
  try {
    new LinearExpression(pattern);
    return null;
  } catch (error) {
    return `a JavaScript regular expression without look-arounds and back references (${(error as Error).message})`;
  }
}

export function checkTokenizer(context: Context<{ kind: string; pattern?: string | undefined }>): void {
  const { kind, pattern } = context.value;
  if (kind === 'pattern' && pattern === undefined)
    addIssue(context, 'pattern', 'a regular expression, for kind "pattern"');
  if (pattern === undefined) return;
  if (kind !== 'pattern')
    return addIssue(context, 'pattern', `nothing, because tokenizer.kind is "${kind}", not "pattern"`);
  const problem = patternProblem(pattern);
  if (problem !== null) addIssue(context, 'pattern', problem);
}

interface Safr extends Readonly<Record<LayerField, ChosenLayers>> {
  readonly preset: PresetName;
  readonly importanceSite: ImportanceSite;
  readonly information?: number | undefined;
}

export function checkSafr(context: Context<Safr>): void {
  const { preset, information, importanceSite, importanceLayers } = context.value;
  if (preset === 'bare' && information) addIssue(context, 'information', '0, because preset "bare" has no mask');
  if (importanceSite === 'embedding' && importanceLayers !== 'all')
    addIssue(context, 'importanceLayers', '"all", because safr.importanceSite is "embedding"');
  for (const field of layerFields) {
    const chosen = context.value[field];
    if (chosen !== 'all' && hasDuplicates(chosen)) addIssue(context, field, withoutDuplicates);
  }
}

/** Neurons would be rewarded for firing at padded positions, which are most of a text's. */
export function checkSimilarity({
  issues,
  value,
}: Context<{ model: { pretrained?: string | undefined; padding: string }; safr: { similarity: number } }>): void {
  const { model, safr } = value;
  if (safr.similarity === 0 || model.pretrained !== undefined || model.padding === 'none') return;
  const message = '0, because model.padding is not "none"';
  issues.push({ code: 'custom', path: ['safr', 'similarity'], input: safr.similarity, message });
}

/** Layers of a pretrained encoder are known only with its folder: see `encoderProblem`. */
export function checkLayers({
  issues,
  value,
}: Context<{ model: { pretrained?: string | undefined; layers: number }; safr: Safr }>): void {
  const { pretrained, layers } = value.model;
  const missing = pretrained === undefined && missingLayer(value.safr, layers);
  if (!missing) return;
  const message = `${layerNumbers(layers)}, the number of model.layers`;
  issues.push({ code: 'custom', path: [...missing.path], input: missing.number, message });
}

/** Padded positions would be counted. A pretrained encoder has none, and its sizes are not in the experiment. */
export function checkFiringRate({
  issues,
  value,
}: Context<{
  model: { pretrained?: string | undefined; padding: 'max' | 'none'; feedForward: number };
  training: { firingRate: number | null; firingRateGroups: number };
}>): void {
  const { model, training } = value;
  const { firingRate, firingRateGroups } = training;
  if (firingRate === null || model.pretrained !== undefined) return;
  const report = (field: keyof typeof training, message: string) =>
    issues.push({ code: 'custom', path: ['training', field], input: training[field], message });
  if (model.padding === 'max') report('firingRate', 'null, unless model.padding is "none"');
  else if (firingRateGroups > model.feedForward)
    report('firingRateGroups', `1 to ${model.feedForward}, the number of model.feedForward`);
}

interface EvaluationFields {
  readonly fractions: number[];
  readonly headline: number;
  readonly costlySample: number;
  readonly sanity: boolean;
}

export function checkEvaluation(context: Context<EvaluationFields>): void {
  const { fractions, headline, costlySample, sanity } = context.value;
  if (!fractions.includes(headline))
    addIssue(context, 'headline', `one of evaluation.fractions (${fractions.join(', ')})`);
  if (sanity && costlySample === 0)
    addIssue(
      context,
      'costlySample',
      '1 or more, because evaluation.sanity is true and is measured on these sentences',
    );
}

/** Reports an issue with a key instead of a value. */
function addKeyIssue<T>({ issues }: Context<T>, path: [string, string], allowedKeys: readonly string[]): void {
  issues.push({ code: 'custom', path, input: path[1], message: 'unknown', params: { allowedKeys } });
}

interface Expecting {
  readonly expect?: Readonly<Record<string, string>> | undefined;
  readonly slices?: Readonly<Record<string, object>> | undefined;
  readonly evaluation: { readonly fractions: number[]; readonly headline: number };
}

export function checkExpect(context: Context<Expecting>): void {
  const { expect = {}, slices = {}, evaluation } = context.value;
  for (const key of Object.keys(expect)) {
    const names = key.includes('/')
      ? expectedOfSlices(Object.keys(slices), evaluation.headline)
      : expectedNames(evaluation.fractions);
    if (names.includes(key)) continue;
    addKeyIssue(context, ['expect', key], names.length > 0 ? names : ['names of measures: the file has no slices']);
  }
}

interface Slice {
  pattern?: string | undefined;
  minTokens?: number | undefined;
  maxTokens?: number | undefined;
  label?: string | string[] | undefined;
  column?: object | undefined;
}

export function checkSlice(context: Context<Slice>): void {
  const { pattern, minTokens, maxTokens } = context.value;
  if (Object.keys(context.value).length === 0 && context.issues.length === 0) {
    const message = 'one condition or more: contains, pattern, minTokens, maxTokens, label, predicted, column';
    context.issues.push({ code: 'custom', path: [], input: context.value, message });
  }
  const problem = pattern === undefined ? null : patternProblem(pattern);
  if (problem !== null) addIssue(context, 'pattern', problem);
  if (minTokens !== undefined && maxTokens !== undefined && maxTokens < minTokens)
    addIssue(context, 'maxTokens', `at least minTokens (${minTokens})`);
}

interface Sliced {
  readonly slices?: Readonly<Record<string, Slice>> | undefined;
  readonly dataset: { readonly source: string; readonly classes?: readonly string[] | undefined };
}

/** Names and measures of slices are separated by "/", fractions by "@". Labels of data without `classes` are known when they are read. */
export function checkSlices(context: Context<Sliced>): void {
  const { slices = {}, dataset } = context.value;
  for (const [name, { column, label = [] }] of Object.entries(slices)) {
    const issue = (field: string, input: unknown, message: string) =>
      context.issues.push({ code: 'custom', path: ['slices', name, field], input, message });
    if (!/^[^/@]+$/.test(name)) addKeyIssue(context, ['slices', name], ['names without "/" and "@"']);
    if (column && dataset.source !== 'files')
      issue('column', column, `nothing, because dataset.source is "${dataset.source}", not "files"`);
    const { classes } = dataset;
    if (classes && ![label].flat().every((each) => classes.includes(each)))
      issue('label', label, `one of dataset.classes (${classes.slice(0, 20).join(', ')})`);
  }
}

interface Files {
  classes?: string[] | undefined;
  columns?: string[] | undefined;
  textColumn: string | string[];
  pair: boolean;
  labelColumn: string;
  rationaleColumn?: string | undefined;
  split: { dev: number; test: number };
}

export function checkFiles(context: Context<Files>): void {
  const { classes, columns, textColumn, pair, labelColumn, rationaleColumn, split } = context.value;
  if (classes && hasDuplicates(classes)) addIssue(context, 'classes', withoutDuplicates);
  if (columns && hasDuplicates(columns)) addIssue(context, 'columns', withoutDuplicates);
  if (typeof textColumn !== 'string' && hasDuplicates(textColumn)) addIssue(context, 'textColumn', withoutDuplicates);
  if (pair && [textColumn].flat().length !== 2)
    addIssue(context, 'pair', 'true only with two columns: "textColumn": ["premise", "hypothesis"]');
  if ([textColumn].flat().includes(labelColumn)) {
    if (labelColumn === 'label') addIssue(context, 'textColumn', 'other columns than dataset.labelColumn ("label")');
    else addIssue(context, 'labelColumn', 'another column than dataset.textColumn');
  }
  if (rationaleColumn !== undefined && [textColumn].flat().length > 1)
    addIssue(context, 'rationaleColumn', 'nothing, because dataset.textColumn has several columns');
  if (columns) {
    const listed = `one of dataset.columns (${columns.slice(0, 20).join(', ')})`;
    if (![textColumn].flat().every((column) => columns.includes(column))) addIssue(context, 'textColumn', listed);
    if (!columns.includes(labelColumn)) addIssue(context, 'labelColumn', listed);
    if (rationaleColumn !== undefined && !columns.includes(rationaleColumn))
      addIssue(context, 'rationaleColumn', listed);
  }
  if (split.dev + split.test >= 1)
    addIssue(context, 'split', 'shares with a sum below 1, so that rows are left for training');
}

const withoutDuplicates = 'a list without duplicates';
const hasDuplicates = (list: readonly unknown[]) => new Set(list).size < list.length;

/** Whether a name is one of the WHATWG Encoding Standard. */
export function isEncoding(name: string): boolean {
  try {
    return new TextDecoder(name).encoding !== '';
  } catch {
    return false;
  }
}
