import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { printable, shortened } from '../../common/printable.ts';
import { UserError } from '../../common/userError.ts';
import { didYouMean } from '../../common/didYouMean.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { Slices } from '../experiment/sections/slices.ts';
import { storedFile } from './reading/bytes.ts';
import { columnsRemedy } from './reading/header.ts';
import { hasColumn, rationaleColumns, textColumns, type FilesDataset } from './reading/options.ts';
import { filesOf } from './reading/splitFiles.ts';
import { readHead } from './readHead.ts';
import { allSplits, type SplitName } from './source.ts';

/** What is wrong with a file that an experiment names. */
export interface SourceProblem {
  /** JSON paths in the experiment file, the best one first. The first may be missing from the file because it has a default value. */
  readonly paths: readonly (string | number)[][];
  readonly message: string;
}

/** A name of files in the experiment, and its JSON path there. */
interface NamedFile {
  readonly name: string;
  readonly split: SplitName;
  readonly path: (string | number)[];
}

/** Checks that the files of a data set exist and have its columns and those of the slices. Reads only the beginning of each. */
export async function checkSources(
  { dataset, slices }: Pick<Experiment, 'dataset' | 'slices'>,
  baseDir: string,
): Promise<SourceProblem[]> {
  if (dataset.source === 'files') return checkFiles({ dataset, slices }, baseDir);
  const path = 'path' in dataset ? dataset.path : undefined;
  if (path === undefined || (await exists(resolve(baseDir, path)))) return [];
  const isDownloaded = dataset.source === 'sst2' || dataset.source === 'imdb';
  const without = isDownloaded ? '; without "path" the archive is downloaded' : '';
  const message = `no such file: ${resolve(baseDir, path)}${without}`;
  return [{ paths: [['dataset', 'path']], message }];
}

/** An experiment whose data are files. */
interface OfFiles {
  readonly dataset: FilesDataset;
  readonly slices: Slices | undefined;
}

async function checkFiles(experiment: OfFiles, baseDir: string): Promise<SourceProblem[]> {
  const { dataset } = experiment;
  const named = allSplits.flatMap((split): NamedFile[] => {
    const files = dataset[split] ?? [];
    return typeof files === 'string'
      ? [{ name: files, split, path: ['dataset', split] }]
      : files.map((name, i) => ({ name, split, path: ['dataset', split, i] }));
  });
  const problems = await Promise.all(named.map((file) => checkName(experiment, baseDir, file)));
  return problems.flat();
}

async function checkName(experiment: OfFiles, baseDir: string, file: NamedFile): Promise<SourceProblem[]> {
  try {
    const paths = await filesOf(baseDir, file.name, file.split);
    const problems = await Promise.all(paths.map((path) => checkFile(experiment, path, file)));
    return problems.flat();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [{ paths: [file.path], message: `${error.message}. ${error.remedy}` }];
  }
}

async function checkFile(
  { dataset, slices = {} }: OfFiles,
  path: string,
  { name, split, path: place }: NamedFile,
): Promise<SourceProblem[]> {
  if (!(await exists(storedFile(path)))) return [{ paths: [place], message: `no such file: ${storedFile(path)}` }];
  const { columns, file } = await readHead(path, dataset);
  const isOfTest = split === (dataset.test === undefined ? 'train' : 'test');
  const wanted = [
    ...textColumns(dataset).map((column) => ({ key: ['dataset', 'textColumn'], column })),
    ...(split === 'test' ? [] : [{ key: ['dataset', 'labelColumn'], column: dataset.labelColumn }]),
    ...rationaleColumns(dataset).map((column) => ({ key: ['dataset', 'rationaleColumn'], column })),
    ...(isOfTest && file.columns !== null ? columnsOf(slices) : []),
  ];
  return wanted
    .filter(({ column }) => !hasColumn(columns, column))
    .map(({ key, column }) => {
      const doubt = file.headerDoubt ? `. ${columnsRemedy(file.headerDoubt.fields)}` : '';
      return { paths: [key, place], message: printable(`${missing(column, name, columns, key)}${doubt}`) };
    });
}

/** The columns that slices name, each with its place in the experiment file. */
function columnsOf(slices: Slices): { key: string[]; column: string }[] {
  return Object.entries(slices).flatMap(([name, { column = {} }]) =>
    Object.keys(column).map((each) => ({ key: ['slices', name, 'column', each], column: each })),
  );
}

function missing(column: string, file: string, columns: readonly string[], key: readonly string[]): string {
  const known = `its columns: ${columns
    .slice(0, 20)
    .map((name) => shortened(name, 40))
    .join(', ')}`;
  return `${file} has no column "${column}" (${key.slice(0, 3).join('.')}); ${known}${didYouMean(
    column,
    columns.filter(({ length }) => length <= 40),
  )}`;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
