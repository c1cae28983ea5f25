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
  /** JSON paths in the experiment file, the best one first. The first may be missing from the file because it has a default value. */
  readonly paths: readonly (string | number)[][];
  readonly message: string;
}

/** Checks that the files of a data set exist and have its columns. Reads only the first record of each. */
export async function checkSources(dataset: Experiment['dataset'], baseDir: string): Promise<SourceProblem[]> {
  if (dataset.source === 'files') return checkFiles(dataset, baseDir);
  const path = 'path' in dataset ? dataset.path : undefined;
  if (path === undefined || (await exists(resolve(baseDir, path)))) return [];
  const message = `no such file: ${resolve(baseDir, path)}; without "path" the archive is downloaded`;
  return [{ paths: [['dataset', 'path']], message }];
}

async function checkFiles(dataset: FilesDataset, baseDir: string): Promise<SourceProblem[]> {
  const named = allSplits.flatMap((split) => {
    const files = dataset[split] ?? [];
    return typeof files === 'string'
      ? [{ file: files, path: ['dataset', split] }]
      : files.map((file, i) => ({ file, path: ['dataset', split, i] }));
  });
  const problems = await Promise.all(named.map(({ file, path }) => checkFile(dataset, baseDir, file, path)));
  return problems.flat();
}

async function checkFile(
  dataset: FilesDataset,
  baseDir: string,
  file: string,
  jsonPath: (string | number)[],
): Promise<SourceProblem[]> {
  try {
    const format = formatOf(dataset, file);
    const path = resolve(baseDir, file);
    if (!(await exists(path))) return [{ paths: [jsonPath], message: `no such file: ${path}` }];
    const { columns } = await readHead(path, format);
    return (['textColumn', 'labelColumn'] as const)
      .filter((key) => !columns.includes(dataset[key]))
      .map((key) => ({
        paths: [['dataset', key], jsonPath],
        message: missingColumn(dataset[key], file, columns, key),
      }));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [{ paths: [jsonPath], message: `${error.message}. ${error.remedy}` }];
  }
}

function missingColumn(column: string, file: string, columns: readonly string[], key: string): string {
  const available = `its columns: ${columns.slice(0, 20).join(', ')}`;
  return `${file} has no column "${column}" (dataset.${key}); ${available}${didYouMean(column, columns)}`;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
