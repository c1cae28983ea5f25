import { resolve } from 'node:path';
import { placeName } from '../../common/placeName.ts';
import { UserError } from '../../common/userError.ts';
import type { Experiment } from '../experiment/schema.ts';
import { currentSplitRule, type SplitRule } from './drawSplits.ts';
import { openFiles } from './files.ts';
import type { Finding } from './reading/finding.ts';
import { openImdb } from './imdb.ts';
import { allSplits, type Example, type Source, type SourceFile, type SplitName } from './source.ts';
import { openPlanted } from './planted.ts';
import { openSpamAssassin } from './spamAssassin.ts';
import { planSplits, type PlannedSource } from './splitting.ts';
import { openSst2 } from './sst2.ts';
import { makeTokenizer } from './tokenizer.ts';
import { noLabel, TokenizedSplit } from './tokenizedSplit.ts';
import type { Vocabulary } from './vocabulary.ts';
import { WordCounts } from './wordCounts.ts';

/** A data set as a model reads it. Only word ids are kept, not the texts. */
export interface Dataset {
  /** Labels in the order of the class numbers. */
  readonly classes: readonly string[];
  readonly vocabulary: Vocabulary;
  readonly train: TokenizedSplit;
  readonly dev: TokenizedSplit;
  readonly test: TokenizedSplit;
  readonly source: { readonly files: readonly SourceFile[] };
  /** What reading the files found out. */
  readonly findings: readonly Finding[];
}

export type DatasetProgress =
  | { readonly stage: 'download'; readonly received: number; readonly total: number }
  | { readonly stage: 'read'; readonly texts: number };

export interface OpenOptions {
  /** Folder of the experiment file. */
  readonly baseDir: string;
  /** Folder that holds the official archives. */
  readonly dataDir?: string | undefined;
  /** Folder for downloads; ~/.cache/safr by default. */
  readonly cacheDir?: string | undefined;
  /** The rule by which splits are drawn; that of new runs by default. */
  readonly splitRule?: SplitRule | undefined;
  /** The vocabulary of a trained model. By default one is built from the training split. */
  readonly vocabulary?: Vocabulary | undefined;
  readonly onProgress?: ((progress: DatasetProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

type Config = Pick<Experiment, 'dataset' | 'tokenizer' | 'model'>;

/** Reads an experiment's data set. Errors: UserError if anything is wrong with the files; an aborted `signal` throws its reason. */
export async function openDataset(experiment: Config, options: OpenOptions): Promise<Dataset> {
  const { source, plan } = await planSource(experiment, options);
  const splits = await readSplits(plan, experiment, options);
  const findings = [...(source.findings?.() ?? []), ...unlabelledFindings(source, splits.test)];
  return { classes: plan.classes, source: { files: source.files }, findings, ...splits };
}

/**
 * Reads the original texts of one split, in the same order as `openDataset`. Errors: as `openDataset`, but the labels of other splits are
 * not checked.
 */
export async function* readSplitTexts(
  experiment: Config,
  split: SplitName,
  options: OpenOptions,
): AsyncGenerator<Example> {
  const { plan } = await planSource(experiment, options);
  for await (const example of plan.read([split])) {
    options.signal?.throwIfAborted();
    yield example;
  }
}

/** Downloads the archive of an official data set unless it is already there; does nothing for other data sets. Errors: UserError. */
export async function fetchArchive({ dataset }: Pick<Config, 'dataset'>, options: OpenOptions): Promise<void> {
  if (dataset.source === 'sst2' || dataset.source === 'imdb') await openSource(dataset, options);
}

interface Planned {
  readonly source: Source;
  readonly plan: PlannedSource;
}

async function planSource({ dataset }: Pick<Config, 'dataset'>, options: OpenOptions): Promise<Planned> {
  const source = await openSource(dataset, options);
  const settings = { seed: splitSeed(dataset), rule: options.splitRule ?? currentSplitRule };
  return { source, plan: await planSplits(source, settings, options.signal) };
}

/** 0 for data sets that have all splits. */
const splitSeed = (dataset: Experiment['dataset']) => ('split' in dataset ? dataset.split.seed : 0);

async function openSource(dataset: Experiment['dataset'], options: OpenOptions): Promise<Source> {
  if (dataset.source === 'files') return openFiles(dataset, options.baseDir);
  if (dataset.source === 'spam-assassin') return openSpamAssassin(options.baseDir);
  if (dataset.source === 'planted') return openPlanted(dataset);
  const locations = {
    ...options,
    path: dataset.path === undefined ? undefined : resolve(options.baseDir, dataset.path),
    onProgress: (received: number, total: number) => options.onProgress?.({ stage: 'download', received, total }),
  };
  return dataset.source === 'sst2' ? openSst2(dataset.balance, locations) : openImdb(dataset.balance, locations);
}

function unlabelledFindings({ files }: Source, test: TokenizedSplit): Finding[] {
  if (test.isLabelled) return [];
  const message = 'the test split has no labels: its texts can be explained, but no model is evaluated on them';
  return [{ file: files.at(-1)?.path ?? '', level: 'warning', message }];
}

type Splits = Pick<Dataset, 'vocabulary' | SplitName>;

async function readSplits(plan: PlannedSource, { tokenizer, model }: Config, options: OpenOptions): Promise<Splits> {
  const tokenize = makeTokenizer(tokenizer);
  const words = new WordCounts();
  const splits = { train: new TokenizedSplit(), dev: new TokenizedSplit(), test: new TokenizedSplit() };
  const labels = new Map(plan.classes.map((label, i) => [label, i]));
  let texts = 0;
  for await (const example of plan.read(allSplits)) {
    options.signal?.throwIfAborted();
    if (texts++ % 10000 === 0) options.onProgress?.({ stage: 'read', texts });
    const numbers = wordNumbers(example, tokenize(example.text), words, model.maxLength);
    const label = example.label === null ? noLabel : labels.get(example.label)!;
    splits[example.split].add(numbers, label, example.file, example.line);
  }
  checkSizes(splits);
  const vocabulary = options.vocabulary ?? words.vocabulary(tokenizer.minFrequency, tokenizer.maxVocabulary);
  const ids = words.ids(vocabulary);
  for (const split of Object.values(splits)) split.replaceIds(ids);
  return { vocabulary, ...splits };
}

/**
 * The word numbers of a text, truncated at maxLength. For the training split all words are counted for the vocabulary, including those
 * beyond maxLength.
 */
function wordNumbers(
  { split, file, line }: Example,
  tokens: readonly string[],
  words: WordCounts,
  maxLength: number,
): number[] {
  if (tokens.length === 0) {
    throw new UserError(
      `${placeName(file, line)}: the tokenizer finds no token in the text`,
      'Change tokenizer.kind or tokenizer.pattern.',
    );
  }
  if (split !== 'train') return tokens.slice(0, maxLength).map((token) => words.numberOf(token));
  const numbers = tokens.map((token) => words.numberOf(token));
  for (const number of numbers) words.count(number);
  return numbers.slice(0, maxLength);
}

function checkSizes(splits: Readonly<Record<SplitName, TokenizedSplit>>): void {
  for (const [name, split] of Object.entries(splits)) {
    if (split.length === 0)
      throw new UserError(`the ${name} split has no rows`, `Give rows of the classes of train for ${name}.`);
  }
}
