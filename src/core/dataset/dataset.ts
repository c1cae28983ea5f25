import { resolve } from 'node:path';
import { placeName } from '../../common/placeName.ts';
import { UserError } from '../../common/userError.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { Slices } from '../experiment/sections/slices.ts';
import { currentSplitRule, type SplitRule } from './drawSplits.ts';
import { SplitFingerprint, type SplitIdentity } from './fingerprint.ts';
import { openEraser } from './eraser.ts';
import { openFiles } from './files.ts';
import type { Finding } from './reading/finding.ts';
import { openImdb } from './imdb.ts';
import { openHatexplain } from './hatexplain.ts';
import { LeftOutRows } from './leftOutRows.ts';
import { markedTokens, rationaleNames } from './rationale.ts';
import { allSplits, type Example, type Source, type SourceFile, type SplitName } from './source.ts';
import { openPlanted } from './planted.ts';
import { openSpamAssassin } from './spamAssassin.ts';
import { planSplits, type PlannedSource } from './splitting.ts';
import { openSst2 } from './sst2.ts';
import type { DataSummary } from './summary/dataSummary.ts';
import { SplitTally } from './summary/splitTally.ts';
import { summarizeData, type DataFacts } from './summary/summarizeData.ts';
import { noLabel, TokenizedSplit } from './tokenizedSplit.ts';
import type { SubwordReader } from './subwordReader.ts';
import { SubwordIds, WordNumbers, type TextIds } from './textIds.ts';
import { checkSliceLabels, sliceColumns, TextSlices } from './textSlices.ts';
import type { Vocabulary, WordTypes } from './vocabulary.ts';

/** A data set as a model reads it. Only word ids are kept, not the texts. */
export interface Dataset {
  /** Labels in the order of the class numbers. */
  readonly classes: readonly string[];
  readonly vocabulary: WordTypes;
  readonly train: TokenizedSplit;
  readonly dev: TokenizedSplit;
  readonly test: TokenizedSplit;
  /** Which texts are in the slices of `OpenOptions`. */
  readonly slices: Readonly<Record<'dev' | 'test', TextSlices>>;
  readonly source: { readonly files: readonly SourceFile[] };
  /** The rule by which splits are drawn. */
  readonly splitRule: SplitRule;
  readonly identities: Readonly<Record<SplitName, SplitIdentity>>;
  /** What reading the files found out; its warnings are in the summary as well. */
  readonly findings: readonly Finding[];
  readonly summary: DataSummary;
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
  /** Reads the texts for a pretrained encoder; by default the experiment's tokenizer does. */
  readonly subwords?: SubwordReader | undefined;
  /** Slices of dev and test texts to find. */
  readonly slices?: Slices | undefined;
  readonly onProgress?: ((progress: DatasetProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

type Config = Pick<Experiment, 'dataset' | 'tokenizer' | 'model'>;

/** Reads an experiment's data set. Errors: UserError if anything is wrong with the files; an aborted `signal` throws its reason. */
export async function openDataset(experiment: Config, options: OpenOptions): Promise<Dataset> {
  const { source, plan } = await planSource(experiment, options);
  checkSliceLabels(options.slices, plan.classes);
  const { vocabulary, identities, splits, slices, ...read } = await readSplits(plan, experiment, options);
  const findings = [...(source.findings?.() ?? []), ...unlabelledFindings(source, splits.test)];
  const { classes, looksSwapped } = plan;
  const summary = summarizeData({
    ...{
      baseDir: options.baseDir,
      isOwn: experiment.dataset.source === 'files',
      isEncoder: options.subwords !== undefined,
      maxLength: options.subwords?.maxTokens ?? experiment.model.maxLength,
    },
    ...{ classes, vocabulary, splits, looksSwapped, findings, emptyRows: source.emptyRows?.() ?? 0 },
    ...read,
  });
  const files = { files: source.files };
  const drawn = { splitRule: ruleOf(options), identities, ...splits, slices };
  return { classes, source: files, vocabulary, findings, summary, ...drawn };
}

/** The original texts of a split, with what tells whether the data are those of a run. */
export interface SplitTexts {
  readonly classes: readonly string[];
  readonly files: readonly SourceFile[];
  /** In the same order as `openDataset`. */
  readonly texts: AsyncIterable<Example>;
}

/** Opens one split. Errors, also while its texts are read: as `openDataset`, but the labels of other splits are not checked. */
export async function openSplitTexts(experiment: Config, split: SplitName, options: OpenOptions): Promise<SplitTexts> {
  const { source, plan } = await planSource(experiment, options);
  return { classes: plan.classes, files: source.files, texts: readTexts(plan, split, options.signal) };
}

async function* readTexts(plan: PlannedSource, split: SplitName, signal?: AbortSignal): AsyncGenerator<Example> {
  for await (const example of plan.read([split])) {
    signal?.throwIfAborted();
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
  const settings = { seed: splitSeed(dataset), rule: ruleOf(options) };
  return { source, plan: await planSplits(source, settings, options.signal) };
}

const ruleOf = ({ splitRule }: OpenOptions) => splitRule ?? currentSplitRule;

/** 0 for data sets that have all splits. */
const splitSeed = (dataset: Experiment['dataset']) => ('split' in dataset ? dataset.split.seed : 0);

async function openSource(dataset: Experiment['dataset'], options: OpenOptions): Promise<Source> {
  if (dataset.source === 'files') return openFiles(dataset, options.baseDir, sliceColumns(options.slices));
  if (dataset.source === 'spam-assassin') return openSpamAssassin(options.baseDir);
  if (dataset.source === 'planted') return openPlanted(dataset);
  if (dataset.source === 'hatexplain') return openHatexplain(resolve(options.baseDir, dataset.path));
  if (dataset.source === 'eraser') return openEraser(resolve(options.baseDir, dataset.path));
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

type ReadSplits = Pick<Dataset, 'vocabulary' | 'identities' | 'slices'> &
  Pick<DataFacts, 'splits' | 'tallies' | 'leftOut'>;

async function readSplits(plan: PlannedSource, experiment: Config, options: OpenOptions): Promise<ReadSplits> {
  const reading = idsOf(experiment, options);
  const splits = { train: new TokenizedSplit(), dev: new TokenizedSplit(), test: new TokenizedSplit() };
  const fingerprints = { train: new SplitFingerprint(), dev: new SplitFingerprint(), test: new SplitFingerprint() };
  const tallies = { train: new SplitTally(), dev: new SplitTally(), test: new SplitTally() };
  const slices = { dev: new TextSlices(options.slices), test: new TextSlices(options.slices) };
  const leftOut = new LeftOutRows();
  const labels = new Map(plan.classes.map((label, i) => [label, i]));
  let texts = 0;
  for await (const example of plan.read(allSplits, leftOut)) {
    options.signal?.throwIfAborted();
    if (texts++ % 10000 === 0) options.onProgress?.({ stage: 'read', texts });
    const { ids, words, boundary, tokens } = reading.read(example.text, example.split);
    if (tokens === 0) throw noTokens(example, options.subwords !== undefined);
    const label = example.label === null ? noLabel : labels.get(example.label)!;
    splits[example.split].add(ids, label, example.file, example.line, words, boundary);
    markRationales(splits[example.split], example, reading);
    fingerprints[example.split].add(example.text, example.label);
    tallies[example.split].add(example.text, tokens);
    if (example.split !== 'train') slices[example.split].add(example, tokens);
  }
  checkSizes(splits);
  checkRationales(experiment, splits);
  slices.test.checkColumns('test');
  const vocabulary = reading.finish(Object.values(splits));
  const { train, dev, test } = fingerprints;
  const identities = { train: train.identity(), dev: dev.identity(), test: test.identity() };
  return { vocabulary, identities, splits, slices, tallies, leftOut };
}

function markRationales(split: TokenizedSplit, { text, rationales }: Example, reading: TextIds): void {
  if (!rationales) return;
  const spans = reading.spans(text);
  for (const name of rationaleNames) {
    const marked = rationales[name];
    if (marked) split.mark(name, markedTokens(text, spans, marked));
  }
}

function idsOf(experiment: Config, { subwords, vocabulary }: OpenOptions): TextIds {
  return subwords ? new SubwordIds(subwords) : new WordNumbers(experiment, vocabulary);
}

function noTokens({ file, line }: Example, isEncoder: boolean): UserError {
  return new UserError(
    `${placeName(file, line)}: the tokenizer finds no token in the text`,
    isEncoder
      ? 'Remove the row: the tokenizer of the encoder drops all of its characters.'
      : 'Change tokenizer.kind or tokenizer.pattern.',
  );
}

/** JSON rows may lack the key, so that a wrong name is found only when all have been read. */
function checkRationales({ dataset }: Config, splits: Readonly<Record<SplitName, TokenizedSplit>>): void {
  if (dataset.source !== 'files' || dataset.rationaleColumn === undefined) return;
  if (Object.values(splits).some(({ rationales }) => rationales.length > 0)) return;
  throw new UserError(
    `no row marks anything in "${dataset.rationaleColumn}"`,
    'Correct dataset.rationaleColumn, or remove it.',
  );
}

function checkSizes(splits: Readonly<Record<SplitName, TokenizedSplit>>): void {
  for (const [name, split] of Object.entries(splits)) {
    if (split.length === 0)
      throw new UserError(`the ${name} split has no rows`, `Give rows of the classes of train for ${name}.`);
  }
}
