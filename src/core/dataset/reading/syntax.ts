import { extname } from 'node:path';
import { UserError } from '../../../common/userError.ts';
import { detectDelimiter, detectQuoting } from './detectTable.ts';
import { fastTextGrammar, looksLikeFastText } from './fastText.ts';
import type { Finding } from './finding.ts';
import type { Grammar } from './grammar.ts';
import { arrayGrammar, linesGrammar } from './jsonObjects.ts';
import type { Format, ReadingOptions } from './options.ts';
import { tableGrammar, type TableSyntax } from './table.ts';

/** How the records of a text are written. */
export type TextSyntax =
  | ({ readonly kind: 'table' } & TableSyntax)
  | { readonly kind: 'lines' }
  | { readonly kind: 'array' }
  | { readonly kind: 'fasttext' };

const formats: Readonly<Record<string, Format>> = {
  '.tsv': 'tsv',
  '.csv': 'csv',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.json': 'json',
  '.parquet': 'parquet',
};

/** Extensions of files that can be read, without the dot. */
export const dataExtensions = Object.keys(formats).map((extension) => extension.slice(1));

/** The format that a name's extension tells; undefined where it tells none. */
export function formatByName(name: string): Format | undefined {
  return formats[extname(name).toLowerCase()];
}

/**
 * The format of a file: as declared, else by the extension of its name (without `.gz`), else by how it begins. Errors: UserError where
 * neither tells.
 */
export function formatOf({ format }: Pick<ReadingOptions, 'format'>, name: string, head: string, path = name): Format {
  const known = format ?? formatByName(name) ?? (looksLikeFastText(head) ? 'fasttext' : undefined);
  if (known !== undefined) return known;
  throw new UserError(
    `${path}: unknown file extension "${extname(name)}"; allowed: ${Object.keys(formats).join(', ')}`,
    'Set dataset.format to "tsv", "csv", "jsonl", "json", "fasttext" or "parquet".',
  );
}

/**
 * How a text that begins with `head` is written, by the options and by what its beginning shows; `say` is given what the options do
 * not say and the format does not imply.
 */
export function detectSyntax(
  options: ReadingOptions,
  format: Exclude<Format, 'parquet'>,
  head: string,
  say: (level: Finding['level'], message: string) => void,
): TextSyntax {
  if (format === 'fasttext') return { kind: 'fasttext' };
  if (format === 'json' || format === 'jsonl') {
    const isArray = head.trimStart().startsWith('[') && (format === 'json' || !/^\s*\[.*\]\s*\n/.test(head));
    return { kind: isArray ? 'array' : 'lines' };
  }
  const delimiter = options.delimiter ?? detectDelimiter(head, format === 'csv' ? ',' : '\t', options);
  const isUsual = delimiter === (format === 'csv' ? ',' : '\t');
  if (options.delimiter === undefined && !isUsual)
    say('info', `its fields are separated by ${delimiterName(delimiter)}`);
  const quoting = options.quoting === 'auto' ? detectQuoting(head, delimiter) : options.quoting;
  if (options.quoting === 'auto' && quoting === 'backslash') say('info', 'quotes in its fields are written \\"');
  if (options.quoting === 'auto' && quoting === 'double' && delimiter === '\t') say('info', 'its fields are quoted');
  return { kind: 'table', delimiter, quoting, columns: options.columns ?? null };
}

/** A fresh reader of such a text. */
export function grammarOf(syntax: TextSyntax): Grammar {
  switch (syntax.kind) {
    case 'table':
      return tableGrammar(syntax);
    case 'lines':
      return linesGrammar();
    case 'array':
      return arrayGrammar();
    case 'fasttext':
      return fastTextGrammar();
  }
}

/** A delimiter in words. */
export function delimiterName(delimiter: string): string {
  return delimiter === '\t' ? 'tabs' : `"${delimiter}"`;
}
