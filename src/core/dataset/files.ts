import { extname, resolve } from 'node:path';
import { UserError } from '../../common/userError.ts';
import type { Experiment } from '../experiment/schema.ts';
import { readRows, type Format } from './rows.ts';
import { allSplits, type Source } from './source.ts';
import { describeFile } from './sourceFile.ts';

export type FilesDataset = Extract<Experiment['dataset'], { source: 'files' }>;

/** Opens the user's own files. Errors: UserError if one is missing or has an unknown format. */
export async function openFiles(dataset: FilesDataset, baseDir: string): Promise<Source> {
  const { textColumn: text, labelColumn: label } = dataset;
  const paths = (split: 'train' | 'dev' | 'test') =>
    [dataset[split] ?? []].flat().map((path) => resolve(baseDir, path));
  const all = allSplits.flatMap(paths);
  const formats = new Map(all.map((path) => [path, formatOf(dataset, path)]));
  return {
    classes: dataset.classes ?? null,
    files: await Promise.all(all.map(describeFile)),
    shares: { dev: dataset.dev ? 0 : dataset.split.dev, test: dataset.test ? 0 : dataset.split.test },
    balance: false,
    async *read(splits) {
      for (const split of splits) {
        for (const file of paths(split)) {
          for await (const row of readRows(file, formats.get(file)!, { text, label })) yield { split, file, ...row };
        }
      }
    },
  };
}

/** The format of one of the data set's files. Errors: UserError if neither `format` nor the file's extension determines it. */
export function formatOf(dataset: Pick<FilesDataset, 'format'>, path: string): Format {
  if (dataset.format !== undefined) return dataset.format;
  const extension = extname(path).toLowerCase();
  const formats: Record<string, Format> = { '.tsv': 'tsv', '.csv': 'csv', '.jsonl': 'jsonl', '.ndjson': 'jsonl' };
  const format = formats[extension];
  if (format) return format;
  throw new UserError(
    `${path}: unknown file extension "${extension}"; allowed: ${Object.keys(formats).join(', ')}`,
    'Set dataset.format to "tsv", "csv" or "jsonl".',
  );
}
