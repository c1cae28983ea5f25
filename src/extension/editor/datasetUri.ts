import type { Uri } from 'vscode';
import type { ReadingOptions } from '../../core/dataset/reading/options.ts';
import { shownMarks } from '../../core/dataset/rationale.ts';
import { allSplits, type DataText, type SplitName } from '../../core/dataset/source.ts';
import type { TokenSpan } from '../../core/dataset/tokenizer.ts';

/** Of read-only documents with the texts of a data set that has no files of its own. */
export const documentScheme = 'safr-data';

export const documentReading: ReadingOptions = {
  format: 'tsv',
  delimiter: '\t',
  quoting: 'none',
  textColumn: 'text',
  pair: false,
  labelColumn: 'label',
  rationaleColumn: 'marked',
  rationaleFormat: 'characters',
  emptyRows: 'skip',
};

/** The parts of a document's URI. */
export function documentParts(run: { readonly id: string; readonly directory: string }, split: SplitName) {
  return { scheme: documentScheme, path: `/${run.id}/${split}.tsv`, query: run.directory };
}

/** The run and split that a document's URI names. */
export function documentOf({ path, query }: Pick<Uri, 'path' | 'query'>): {
  readonly directory: string;
  readonly split: SplitName;
} {
  const split = allSplits.find((name) => path.endsWith(`/${name}.tsv`)) ?? 'test';
  return { directory: query, split };
}

/**
 * Its text: a header, then text i in line i + 2; tabs and line breaks in texts become spaces, one for one. Texts of a data set with rationales
 * have their marked parts in a third column.
 */
export function documentText(texts: readonly Pick<DataText, 'text' | 'label' | 'rationales'>[]): string {
  const field = (text: string) => text.replace(/[\t\r\n\u2028\u2029]/g, ' ');
  const hasMarks = texts.some(({ rationales }) => rationales);
  const line = ({ text, label, rationales }: (typeof texts)[number]) =>
    [field(label), field(text), ...(hasMarks ? [marksText(text, shownMarks(rationales))] : [])].join('\t');
  return [['label', 'text', ...(hasMarks ? ['marked'] : [])].join('\t'), ...texts.map(line), ''].join('\n');
}

/** Spans of characters, as `readRationale` counts them. */
function marksText(text: string, marked: readonly TokenSpan[]): string {
  const characters = (offset: number) => Array.from(text.slice(0, offset)).length;
  return JSON.stringify(marked.map(({ start, end }) => [characters(start), characters(end)]));
}
