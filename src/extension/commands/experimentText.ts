import { applyEdits, modify } from 'jsonc-parser';
import type { FileHead } from '../../core/dataset/readHead.ts';
import type { PresetName } from '../../core/experiment/objective.ts';
import { experimentTemplate } from '../../core/experiment/template.ts';

/** A file of the user's with its columns; `path` relative to the experiment file. */
export interface OwnFile {
  readonly path: string;
  readonly textColumn: string;
  readonly labelColumn: string;
}

/** The data set of a new experiment. */
export type DataChoice = 'planted' | 'sst2' | 'imdb' | OwnFile;

/** A commented experiment file, ready to run. */
export function experimentText(data: DataChoice, preset: PresetName): string {
  if (typeof data === 'string') return experimentTemplate(data, preset);
  const values = { train: data.path, textColumn: data.textColumn, labelColumn: data.labelColumn };
  return Object.entries(values).reduce(
    (text, [key, value]) => applyEdits(text, modify(text, ['dataset', key], value, {})),
    experimentTemplate('files', preset),
  );
}

const textNames = ['text', 'sentence', 'review', 'content', 'body', 'message', 'comment', 'tweet', 'title'];
const labelNames = ['label', 'class', 'category', 'sentiment', 'target', 'stars', 'rating', 'score', 'y'];

/** The columns that look most like text and label: by their names, else by their first rows. Two different ones if there are two. */
export function guessColumns({ columns, rows }: Pick<FileHead, 'columns' | 'rows'>): {
  text: string | undefined;
  label: string | undefined;
} {
  const values = (column: string) => rows.map((row) => row[columns.indexOf(column)] ?? '');
  const length = (column: string) => values(column).join('').length;
  const text = named(columns, textNames) ?? highest(columns, length);
  const others = columns.filter((column) => column !== text);
  const repeats = (column: string) => -new Set(values(column)).size - length(column) / 1e6;
  return { text, label: named(others, labelNames) ?? highest(others, repeats) };
}

/** `name`, or with the first number from 2 on that no file has. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  for (let i = 1; ; i++) {
    const candidate = i === 1 ? name : `${name}-${i}`;
    if (!isTaken(candidate)) return candidate;
  }
}

function named(columns: readonly string[], names: readonly string[]): string | undefined {
  const found = names.map((name) => columns.find((column) => column.toLowerCase() === name));
  return found.find((column) => column !== undefined);
}

function highest(columns: readonly string[], score: (column: string) => number): string | undefined {
  return [...columns].sort((a, b) => score(b) - score(a))[0];
}
