import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { checkRegular } from '../../../common/checkRegular.ts';
import { UserError } from '../../../common/userError.ts';
import { allSplits, type SplitName } from '../source.ts';
import { storedFile } from './bytes.ts';
import { readDataCard } from './dataCard.ts';
import { isPattern, matchingFiles, namesIn, patternMatcher } from './filePattern.ts';
import type { FilesDataset } from './options.ts';
import { dataExtensions } from './syntax.ts';

/** The files of each split, absolute, in the order they are read. */
export type SplitFiles = Readonly<Record<SplitName, readonly string[]>>;

/** A reference holds one hash. */
const maxReferenceBytes = 4096;

type NamedFiles = Pick<FilesDataset, 'train' | 'dev' | 'test'>;

/** How deep below a folder its data files lie: `plain_text/data/train.parquet` in a data set of the hub. */
const maxDepth = 3;

/** Words in the name of a file or folder that tell its split, as the Hugging Face hub understands them. */
const splitWords: Readonly<Record<SplitName, RegExp>> = {
  train: /(?:^|[^a-z])(?:train|training)(?:[^a-z]|$)/i,
  dev: /(?:^|[^a-z])(?:validation|valid|val|dev)(?:[^a-z]|$)/i,
  test: /(?:^|[^a-z])(?:test|testing|eval|evaluation)(?:[^a-z]|$)/i,
};

/**
 * The files that a data set names, its patterns and folders resolved. A folder as `train` gives dev and test too where they are not
 * named. Errors: UserError where a pattern or a folder gives no file; whether the files are there is not checked.
 */
export async function splitFiles(dataset: NamedFiles, baseDir: string): Promise<SplitFiles> {
  const files = { train: [] as string[], dev: [] as string[], test: [] as string[] };
  for (const split of allSplits) {
    for (const name of [dataset[split] ?? []].flat()) files[split].push(...(await filesOf(baseDir, name, split)));
  }
  for (const split of ['dev', 'test'] as const) {
    if (dataset[split] !== undefined) continue;
    for (const name of [dataset.train].flat()) {
      const folder = resolve(baseDir, name);
      if (await isFolder(folder)) files[split].push(...(await folderFiles(folder, split)));
    }
  }
  return files;
}

/** The files that one name stands for, for a split. Errors: as `splitFiles`. */
export async function filesOf(baseDir: string, name: string, split: SplitName): Promise<readonly string[]> {
  const path = resolve(baseDir, name);
  if (isPattern(name) && !existsSync(path)) return matching(path);
  if (!(await isFolder(path))) return [path];
  const found = await folderFiles(path, split);
  if (found.length > 0) return found;
  const words = { train: '"train"', dev: '"validation" or "dev"', test: '"test"' }[split];
  const message = `${path}: no file in this folder is named as the ${split} split is; allowed: ${dataExtensions.map((each) => `.${each}`).join(', ')} with ${words} in the name`;
  throw new UserError(message, `Name the files instead: "${split}": ["…"].`);
}

async function matching(pattern: string): Promise<string[]> {
  const found = await matchingFiles(pattern);
  if (found.length > 0) return found;
  throw new UserError(
    `${pattern}: no file matches this pattern`,
    'Check the pattern; * stands for any characters but a slash, ** for folders of any depth.',
  );
}

/** Whether a name of a data set, absolute, stands for a file: as its path, its pattern, or a folder that it lies in. */
export function isNamed(name: string, file: string): boolean {
  if (name === file || storedFile(name) === file) return true;
  return (isPattern(name) && patternMatcher(name)(file)) || (file.startsWith(name + sep) && isDataFile(file));
}

function isDataFile(name: string): boolean {
  return new RegExp(`\\.(${dataExtensions.join('|')})(\\.gz)?$`, 'i').test(name) && !name.endsWith('.safr.json');
}

async function isFolder(path: string): Promise<boolean> {
  return stat(storedFile(path)).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}

/**
 * The data files of a split in a folder, or of its newest snapshot if it is in the cache of the hub: those that its data card names,
 * else those whose names tell the split.
 */
async function folderFiles(folder: string, split: SplitName): Promise<readonly string[]> {
  const { folder: root, files: named } = await readDataCard(await snapshotOf(folder));
  if (named) {
    const ofSplit = named.filter((each) => splitOf(each.split) === split);
    return [...new Set((await Promise.all(ofSplit.map(({ path }) => namedFiles(root, path)))).flat())];
  }
  const files = (await dataFilesBelow(root, maxDepth)).map((path) => ({ path, split: splitOf(relative(root, path)) }));
  const filesOf = (name: SplitName) => files.filter((file) => file.split === name).map(({ path }) => path);
  checkOneSet(root, filesOf('train'));
  return filesOf(split);
}

/** The files that a data card names: a file, or all data files of a pattern or a folder. */
async function namedFiles(root: string, name: string): Promise<readonly string[]> {
  const path = join(root, name);
  const found = isPattern(name)
    ? (await matchingFiles(path)).filter(isDataFile)
    : (await isFolder(path))
      ? await dataFilesBelow(path, maxDepth)
      : [path].filter((each) => existsSync(storedFile(each)));
  if (found.length > 0) return found;
  throw new UserError(
    `${path}: README.md names this file, and it is not there`,
    'Download the file, or name those that are there: "train": ["…"].',
  );
}

/** The split that a path tells: by its file name, else by the nearest folder. */
function splitOf(path: string): SplitName | undefined {
  for (const part of path.split(sep).reverse()) {
    const split = (['test', 'dev', 'train'] as const).find((name) => splitWords[name].test(part));
    if (split) return split;
  }
  return undefined;
}

/** `datasets--org--name` keeps revisions below `snapshots`; `refs/main` names the current one. */
async function snapshotOf(folder: string): Promise<string> {
  const snapshots = join(folder, 'snapshots');
  const revisions = await namesIn(snapshots);
  if (revisions.length === 0) return folder;
  const reference = join(folder, 'refs', 'main');
  checkRegular(reference, maxReferenceBytes);
  const main = (await readFile(reference, 'utf8').catch(() => '')).trim();
  if (revisions.includes(main)) return join(snapshots, main);
  const times = await Promise.all(revisions.map(async (name) => (await stat(join(snapshots, name))).mtimeMs));
  return join(snapshots, revisions[times.indexOf(Math.max(...times))]!);
}

async function dataFilesBelow(folder: string, depth: number): Promise<string[]> {
  const found: string[] = [];
  for (const name of await namesIn(folder)) {
    const path = join(folder, name);
    if ((await isFolder(path)) && depth > 0) found.push(...(await dataFilesBelow(path, depth - 1)));
    else if (isDataFile(name)) found.push(path);
  }
  return found;
}

/** Several configurations, or the same rows in two formats, are not one training set. */
function checkOneSet(root: string, train: readonly string[]): void {
  const folders = new Set(train.map((path) => dirname(path)));
  const formats = new Set(train.map((path) => basename(path).replace(/^[^.]*/, '')));
  if (folders.size < 2 && formats.size < 2) return;
  const listed = train.slice(0, 6).map((path) => relative(root, path));
  throw new UserError(
    `${root}: its training files lie in several folders or formats: ${listed.join(', ')}`,
    'Name one of the folders, or the files: "train": ["…"].',
  );
}
