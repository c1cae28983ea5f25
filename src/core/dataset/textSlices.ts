import { didYouMean } from '../../common/didYouMean.ts';
import { LinearExpression } from '../../common/linearExpression.ts';
import { UserError } from '../../common/userError.ts';
import type { SliceConditions, Slices } from '../experiment/sections/slices.ts';
import type { Example } from './source.ts';

type TextCondition = (example: Example, tokens: number) => boolean;

/** Which texts of a split are in each slice, as far as the texts decide it: whether they are predicted wrong is known after an evaluation. */
export class TextSlices {
  readonly slices: Slices;
  readonly #conditions: ReadonlyMap<string, TextCondition>;
  readonly #texts: ReadonlyMap<string, number[]>;
  readonly #foundColumns = new Set<string>();
  #length = 0;

  constructor(slices: Slices = {}) {
    const named = Object.entries(slices);
    this.slices = slices;
    this.#conditions = new Map(named.map(([name, conditions]) => [name, conditionOf(conditions)]));
    this.#texts = new Map(named.map(([name]) => [name, []]));
  }

  /** Adds the next text of the split. `tokens`: how many it has, before the cut at the model's maxLength. */
  add(example: Example, tokens: number): void {
    for (const [name, holds] of this.#conditions) {
      if (holds(example, tokens)) this.#texts.get(name)!.push(this.#length);
    }
    for (const [column, value] of Object.entries(example.columns ?? {})) {
      if (value !== null) this.#foundColumns.add(column);
    }
    this.#length++;
  }

  /** The numbers of the texts of a slice, ascending. */
  textsOf(name: string): readonly number[] {
    return this.#texts.get(name)!;
  }

  /** Errors: UserError for a column that no text has a value of; records of JSON may lack the key. */
  checkColumns(split: string): void {
    for (const [name, { column = {} }] of Object.entries(this.slices)) {
      const missing = Object.keys(column).find((each) => !this.#foundColumns.has(each));
      if (missing === undefined) continue;
      const message = `no text of the ${split} split has a value in the column "${missing}" of the slice "${name}"`;
      throw new UserError(message, `Correct slices.${name}.column, or remove it.`);
    }
  }
}

/** The columns of the data that slices name. */
export function sliceColumns(slices: Slices = {}): string[] {
  return [...new Set(Object.values(slices).flatMap(({ column = {} }) => Object.keys(column)))];
}

/** Errors: UserError for a label of a slice that is no class of the data. */
export function checkSliceLabels(slices: Slices = {}, classes: readonly string[]): void {
  for (const [name, { label = [] }] of Object.entries(slices)) {
    const unknown = [label].flat().find((each) => !classes.includes(each));
    if (unknown === undefined) continue;
    const listed = classes.slice(0, 20).join(', ');
    throw new UserError(
      `slices.${name}.label is "${unknown}"; classes of the data: ${listed}${didYouMean(unknown, classes)}`,
      'Correct the label in the experiment file.',
    );
  }
}

function conditionOf({ contains, pattern, minTokens, maxTokens, label, column = {} }: SliceConditions): TextCondition {
  const conditions: TextCondition[] = [];
  if (contains !== undefined) {
    const words = wordsExpression([contains].flat());
    conditions.push(({ text }) => words.test(text));
  }
  if (pattern !== undefined) {
    const expression = new LinearExpression(pattern);
    conditions.push(({ text }) => expression.isIn(text));
  }
  if (minTokens !== undefined) conditions.push((_, tokens) => tokens >= minTokens);
  if (maxTokens !== undefined) conditions.push((_, tokens) => tokens <= maxTokens);
  if (label !== undefined) conditions.push((example) => [label].flat().includes(example.label ?? ''));
  for (const [name, values] of Object.entries(column)) {
    const allowed = new Set([values].flat().map(String));
    conditions.push(({ columns }) => allowed.has(columns?.[name] ?? ''));
  }
  return (example, tokens) => conditions.every((holds) => holds(example, tokens));
}

/** Matches one of these words or phrases in upper or lower case where no letter or digit continues it. */
function wordsExpression(words: readonly string[]): RegExp {
  const parts = words.map((word) => {
    const own = word.trim();
    const before = /^[\p{L}\p{M}\p{N}]/u.test(own) ? '(?<![\\p{L}\\p{M}\\p{N}])' : '';
    const after = /[\p{L}\p{M}\p{N}]$/u.test(own) ? '(?![\\p{L}\\p{M}\\p{N}])' : '';
    const escaped = own.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/\s+/g, '\\s+');
    return `${before}${escaped}${after}`;
  });
  return new RegExp(parts.join('|'), 'iu');
}
