import type { Uri } from 'vscode';
import type { ReadingOptions } from '../../core/dataset/reading/options.ts';
import { allSplits, type SplitName } from '../../core/dataset/source.ts';

/** Of read-only documents with the texts of a data set that has no files of its own. */
export const documentScheme = 'safr-data';

export const documentReading: ReadingOptions = {
  format: 'tsv',
  delimiter: '\t',
  quoting: 'none',
  textColumn: 'text',
  pair: false,
  labelColumn: 'label',
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

/** Its text: a header, then text i in line i + 2; tabs and line breaks in texts become spaces, one for one. */
export function documentText(texts: readonly { readonly text: string; readonly label: string }[]): string {
  const field = (text: string) => text.replace(/[\t\r\n\u2028\u2029]/g, ' ');
  return ['label\ttext', ...texts.map(({ text, label }) => `${field(label)}\t${field(text)}`), ''].join('\n');
}
