import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UserError } from '../../common/userError.ts';
import { didYouMean } from '../../common/didYouMean.ts';
import type { Experiment } from '../experiment/schema.ts';
import { formatOf, type FilesDataset } from './files.ts';
import { readHead } from './readHead.ts';
import { allSplits } from './source.ts';

/** What is wrong with a file that an experiment names. */
export interface SourceProblem {
  /** Paths in the experiment file, the best first: a value that is left out cannot be pointed at. */
  readonly places: readonly (string | number)[][];
  readonly message: string;
}

/** Whether the files of a data set are there and have its columns. Reads no more of each than its first record. */
export async function checkSources(dataset: Experiment['dataset'], baseDir: string): Promise<SourceProblem[]> {
  if (dataset.source === 'files') return checkFiles(dataset, baseDir);
  const path = 'path' in dataset ? dataset.path : undefined;
  if (path === undefined || (await exists(resolve(baseDir, path)))) return [];
  const message = `no such file: ${resolve(baseDir, path)}; without "path" the archive is downloaded`;
  return [{ places: [['dataset', 'path']], message }];
}

async function checkFiles(dataset: FilesDataset, baseDir: string): Promise<SourceProblem[]> {
  const named = allSplits.flatMap((split) => {
    const files = dataset[split] ?? [];
    return typeof files === 'string'
      ? [{ file: files, place: ['dataset', split] }]
      : files.map((file, i) => ({ file, place: ['dataset', split, i] }));
  });
  const problems = await Promise.all(named.map(({ file, place }) => checkFile(dataset, baseDir, file, place)));
  return problems.flat();
}

async function checkFile(
  dataset: FilesDataset,
  baseDir: string,
  file: string,
  place: (string | number)[],
): Promise<SourceProblem[]> {
  try {
    const format = formatOf(dataset, file);
    const path = resolve(baseDir, file);
    if (!(await exists(path))) return [{ places: [place], message: `no such file: ${path}` }];
    const { columns } = await readHead(path, format);
    return (['textColumn', 'labelColumn'] as const)
      .filter((key) => !columns.includes(dataset[key]))
      .map((key) => ({ places: [['dataset', key], place], message: missing(dataset[key], file, columns, key) }));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [{ places: [place], message: `${error.message}. ${error.remedy}` }];
  }
}

function missing(column: string, file: string, columns: readonly string[], key: string): string {
  const known = `its columns: ${columns.slice(0, 20).join(', ')}`;
  return `${file} has no column "${column}" (dataset.${key}); ${known}${didYouMean(column, columns)}`;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
