import { shortened } from '../../../common/printable.ts';
import { didYouMean } from '../../../common/didYouMean.ts';
import type { DataRecord } from './grammar.ts';
import { joinPair, pairSeparator } from '../textPair.ts';
import { textColumns, type ReadingOptions } from './options.ts';
import { readRationale } from './rationaleField.ts';
import type { Rationales } from '../rationale.ts';
import { fieldText, jsonOf } from './value.ts';

/** What a row says. `label`: null in a file without labels. */
export interface RowContent {
  readonly text: string;
  readonly label: string | null;
  /** Left out where the data set has no column of marked parts. */
  readonly rationales?: Pick<Rationales, 'rationale'>;
  /** The values of `otherColumns`, null where there is none; left out without such columns. */
  readonly columns?: Readonly<Record<string, string | null>>;
}

/** Columns without text or label, and how: '' or null. */
export interface EmptyField {
  readonly column: string;
  readonly isNull: boolean;
}

/** What is wrong with a row, and what to do. */
export interface RowProblem {
  readonly message: string;
  readonly remedy: string;
}

type RowOptions = Pick<
  ReadingOptions,
  'textColumn' | 'pair' | 'labelColumn' | 'rationaleColumn' | 'rationaleFormat' | 'otherColumns'
>;

type Outcome = { readonly row: RowContent } | { readonly empty: EmptyField } | { readonly problem: RowProblem };

/**
 * Reads the rows of one file from its records. `isLabelOptional`: a file whose first record has no label column or value is one without labels.
 * An outcome `empty` names the columns that have nothing in them.
 */
export function rowReader(options: RowOptions, isLabelOptional: boolean): (record: DataRecord) => Outcome {
  const { rationaleColumn, rationaleFormat = 'auto', otherColumns = [] } = options;
  const content = contentReader(options, isLabelOptional);
  const read = otherColumns.length === 0 ? content : withColumns(content, otherColumns);
  if (rationaleColumn === undefined) return read;
  return (record) => {
    const outcome = read(record);
    if (!('row' in outcome)) return outcome;
    const marked = readRationale(record.get(rationaleColumn), outcome.row.text, rationaleFormat);
    if ('problem' in marked) return { problem: unreadableRationale(rationaleColumn, marked.problem) };
    return { row: { ...outcome.row, rationales: { rationale: marked.spans } } };
  };
}

type Reader = (record: DataRecord) => Outcome;

function withColumns(read: Reader, columns: readonly string[]): Reader {
  return (record) => {
    const outcome = read(record);
    if (!('row' in outcome)) return outcome;
    const values = columns.map((column) => [column, fieldText(record.get(column))?.trim() ?? null] as const);
    return { row: { ...outcome.row, columns: Object.fromEntries(values) } };
  };
}

/** Reads text and label. */
function contentReader(options: RowOptions, isLabelOptional: boolean): (record: DataRecord) => Outcome {
  const texts = textColumns(options);
  const { labelColumn } = options;
  let hasLabels: boolean | null = null;
  return (record) => {
    hasLabels ??= !isLabelOptional || (record.get(labelColumn) ?? null) !== null;
    const parts: string[] = [];
    let isNull = true;
    for (const column of texts) {
      const value = record.get(column);
      if (value === undefined) return { problem: missingColumn(record.columns, column) };
      const text = asText(value);
      if (text === null) return { problem: unreadable(column, value) };
      if (text.trim() !== '') parts.push(text);
      else if (options.pair) return { empty: { column, isNull: value === null } };
      isNull &&= value === null;
    }
    if (parts.length === 0) return { empty: { column: texts.join('" and "'), isNull } };
    const text = options.pair ? joinPair(parts[0]!, parts[1]!) : parts.join(' ');
    if (text === null) return { problem: separatorInside(texts[0]!) };
    if (!hasLabels) return { row: { text, label: null } };
    const value = record.get(labelColumn);
    if (value === undefined) return { problem: missingColumn(record.columns, labelColumn) };
    const label = asText(value)?.trim() ?? null;
    if (label === null) return { problem: unreadable(labelColumn, value) };
    return label === '' ? { empty: { column: labelColumn, isNull: value === null } } : { row: { text, label } };
  };
}

/** As `fieldText`, an absent value being an empty text. */
function asText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? null : fieldText(value);
}

/** What to say where a column that is asked for is not among those there are. */
export function missingColumn(columns: readonly string[], column: string): RowProblem {
  const names = columns.slice(0, 20).map((name) => shortened(name, 40));
  const listed = shortened(`${names.join(', ')}${columns.length > 20 ? ', …' : ''}`, 120);
  return {
    message: `no column "${column}"; columns: ${listed}${didYouMean(
      column,
      columns.filter(({ length }) => length <= 40),
    )}`,
    remedy: 'Set dataset.textColumn and dataset.labelColumn to columns of the file.',
  };
}

function separatorInside(column: string): RowProblem {
  return {
    message: `"${column}" has "${pairSeparator}" in it, which separates the texts of a pair`,
    remedy: 'Remove it from the text.',
  };
}

function unreadableRationale(column: string, problem: string): RowProblem {
  return {
    message: `"${column}" ${problem}`,
    remedy: 'Correct the row, or say what its numbers are: "rationaleFormat": "tokens", "characters" or "marks".',
  };
}

function unreadable(column: string, value: unknown): RowProblem {
  if (typeof value === 'number') {
    const message = `"${column}" is ${value}, beyond the whole numbers that JSON readers tell apart`;
    return { message, remedy: 'Write such a number as a text, in quotes.' };
  }
  const shown = shortened(jsonOf(value), 80);
  if (Array.isArray(value)) {
    const message = `"${column}" is a list of ${value.length} values: ${shown}; allowed: a list of one, a text, a number, true or false`;
    return { message, remedy: 'Each row has one text and one class: keep one value, or name another column.' };
  }
  return {
    message: `"${column}" is ${shown}; allowed: a text, a number, true or false`,
    remedy:
      typeof value === 'object' && value !== null
        ? `Name a value in it: "${column}.${Object.keys(value)[0] ?? 'key'}".`
        : 'Correct the row.',
  };
}
