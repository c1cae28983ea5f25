import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Command, Option } from 'commander';
import { attributionMethods, type AttributionMethod } from '../../core/evaluation/attribution/rankingNames.ts';
import { pairSeparator, splitPair } from '../../core/dataset/textPair.ts';
import { encoderReading } from '../../core/runs/encoder.ts';
import { isRun, readRun } from '../../core/runs/readRun.ts';
import { placeName } from '../../common/placeName.ts';
import { printable } from '../../common/printable.ts';
import type { Finding } from '../../core/dataset/reading/finding.ts';
import type { Row } from '../../core/dataset/reading/readRows.ts';
import { readTextAt } from '../../core/dataset/textsOfFile.ts';
import type { Explanation } from '../../core/evaluation/explanation/explanation.ts';
import { openExplainer, openFolderExplainer } from '../../core/workflow/explainer.ts';
import { UserError } from '../../common/userError.ts';
import { decoded, encodingOf, EncodingError } from '../../core/dataset/reading/encoding.ts';
import { openDevice } from '../../engine/openDevice.ts';
import { namedRun } from '../namedRun.ts';
import { listedNeurons, parseNeurons } from '../neuronArgument.ts';
import {
  deviceOption,
  jsonOption,
  runsOption,
  threadsOption,
  wholeNumber,
  type DeviceFlags,
  type RunsFlags,
} from '../options.ts';
import { explanationDocument, explanationView } from '../output/explanationView.ts';
import { findingLines } from '../output/findings.ts';
import { note, print, printJson } from '../output/print.ts';
import { explainFile } from './explainFile.ts';
import { switchedOffView } from '../output/switchedOffView.ts';
import { tokenRankingView } from '../output/tokenRankingView.ts';

interface ExplainFlags extends DeviceFlags, RunsFlags {
  readonly without?: string;
  readonly effects?: boolean;
  readonly by?: AttributionMethod;
  readonly json?: boolean;
  readonly input?: string;
  readonly output?: string;
  readonly textColumn?: string;
  readonly line?: number;
}

export function explainCommand(): Command {
  return new Command('explain')
    .summary('explain the classification of a text')
    .description(
      'Classifies a text with the model of a run and shows why: how likely each word is kept, the pairs of words that ' +
        'attend to each other, and the neurons that the tokens use alone (monosemantic) or share (polysemantic).',
    )
    .argument(
      '<run>',
      'its id, the beginning of it, its name, `last`, or its folder; or the folder of a fine-tuned encoder, as transformers saves it',
    )
    .argument('[text...]', 'the text, or both texts of a pair; by default it is read from standard input')
    .option(
      '--without <neurons>',
      'switch neurons off: their numbers, or `mono` or `poly` for all monosemantic or polysemantic ones',
    )
    .option('--effects', 'sort the neurons by the effect of each one on the prediction')
    .addOption(new Option('--by <method>', 'also rank the words by another method').choices(attributionMethods))
    .addOption(
      new Option('--input <file>', 'explain every text of a file: lines of .txt, or rows of TSV, CSV, JSON or Parquet'),
    )
    .addOption(
      new Option('--line <n>', 'with --input: explain only the text in this line of the file').argParser(
        wholeNumber(1, Number.MAX_SAFE_INTEGER),
      ),
    )
    .option('--output <file>', 'with --input: the .jsonl or .parquet file to write; by default JSON lines are printed')
    .option('--text-column <name>', "with --input: the column of the texts, instead of that of the run's data set")
    .addOption(deviceOption().default('auto'))
    .addOption(threadsOption())
    .addOption(runsOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
The margin is how far the logit of the predicted class is above the next one;
the effect of a neuron is the change of the margin when its activation is 0.

Examples:
  $ safr explain last "a warm , funny film"
  $ safr explain last "a warm , funny film" --effects
  $ safr explain last "a warm , funny film" --without 12,40
  $ safr explain last "a warm , funny film" --without mono
  $ safr explain last "a warm , funny film" --by integrated-gradients
  $ safr explain last < mail.txt
  $ safr explain ./my-encoder "you have won"
  $ safr explain last "a man sleeps" "he is awake"     of a run that reads pairs
  $ safr explain last "a man sleeps [SEP] he is awake" the same
  $ safr explain last --json "you have won" | jq .probabilities
  $ safr explain last --input reviews.csv --line 17
  $ safr explain last --input reviews.csv --output explanations.jsonl`,
    )
    .action(explain);
}

async function explain(run: string, words: readonly string[], flags: ExplainFlags): Promise<void> {
  const folder = isModelFolder(run) ? run : null;
  const directory = folder ?? (await namedRun(flags, run));
  const { input, line, textColumn } = flags;
  checkFlags(flags);
  if (input === undefined) {
    const text = await givenText(directory, folder, words);
    return printExplanation(directory, folder, { text, place: null, label: null }, flags);
  }
  if (words.length > 0) throw new UserError('a text and --input are given', 'Give one of the two.');
  const dataset = folder === null ? (await readRun(directory)).experiment.dataset : null;
  if (line === undefined) return explainFile({ ...flags, input, directory, folder, dataset });
  const report = (finding: Finding) => note(...findingLines([finding]));
  const row = await readTextAt(input, line, { dataset, textColumn, report });
  await printExplanation(directory, folder, { ...row, place: placeName(input, row.line) }, flags);
}

/** Errors: UserError where an option lacks the one that it needs, or excludes another. */
function checkFlags({ input, output, textColumn, line, without, effects }: ExplainFlags): void {
  const needless = Object.entries({ '--output': output, '--line': line, '--text-column': textColumn }).find(
    ([, value]) => value !== undefined,
  );
  if (input === undefined && needless) {
    throw new UserError(`${needless[0]} needs --input`, 'Name a file of texts with --input.');
  }
  if (line !== undefined && output !== undefined) {
    throw new UserError(
      '--line and --output are given',
      'Leave --output away: the explanation of one text is printed.',
    );
  }
  const ofOneText = without === undefined ? effects && '--effects' : '--without';
  if (input !== undefined && line === undefined && ofOneText) {
    throw new UserError(`${ofOneText} is for one text`, 'Choose one of the file with --line.');
  }
}

/** The text of the command line, else of standard input. */
async function givenText(directory: string, folder: string | null, words: readonly string[]): Promise<string> {
  if (words.length === 0 && process.stdin.isTTY) note('Type the text, then Ctrl-D on a line of its own.');
  const separator = folder === null && words.length === 2 && (await readsPairs(directory)) ? pairSeparator : ' ';
  return words.length > 0 ? words.join(separator) : readStandardInput();
}

/** A text to explain. */
interface Explained extends Pick<Row, 'text' | 'label'> {
  /** Where it is in its file; null for one that is in none. */
  readonly place: string | null;
}

async function printExplanation(
  directory: string,
  folder: string | null,
  { text, label, place }: Explained,
  flags: ExplainFlags,
): Promise<void> {
  const { threads } = flags;
  const device = await openDevice(flags.device ?? 'auto', { threads });
  try {
    const options = { attribution: flags.by !== undefined };
    const explainer =
      folder === null
        ? await openExplainer(device, directory, options)
        : await openFolderExplainer(device, folder, { ...options, readsPairs: splitPair(text) !== null });
    const explanation = await explainer.explain(text);
    const neurons = flags.without === undefined ? null : parseNeurons(flags.without, explanation, explainer.shape);
    const switchedOff = neurons && { neurons, ...(await explainer.switchOff(text, neurons)) };
    const listed = listedNeurons(explanation, explainer.shape);
    const effects = flags.effects ? await explainer.effects(text, listed) : null;
    const ranking = flags.by ? await explainer.rank(text, flags.by) : null;
    await explainer.close();
    if (flags.json) printJson('explain', explanationDocument(explanation, effects, switchedOff, ranking));
    else {
      if (place !== null) print(placeLine(place, label, explanation));
      print(...explanationView(explanation, process.stdout.columns ?? 100, effects));
      if (ranking) print('', ...tokenRankingView(explanation, ranking));
      if (switchedOff) print('', ...switchedOffView(switchedOff.neurons, switchedOff));
    }
  } finally {
    await device.close();
  }
}

/** Whether the prediction is correct is told only of a label that is one of the model's classes. */
function placeLine(place: string, label: string | null, { predicted, probabilities }: Explanation): string {
  if (label === null) return printable(place);
  const isClass = probabilities.some((each) => each.class === label);
  const verdict = label === predicted ? '; the prediction is correct' : '; the prediction is wrong';
  return printable(`${place}  labelled ${label}${isClass ? verdict : ''}`);
}

const readsPairs = async (directory: string) => encoderReading((await readRun(directory)).experiment).readsPairs;

/** Whether a path is that of a model in place of a run. */
const isModelFolder = (path: string) => existsSync(join(path, 'config.json')) && !isRun(path);

/** UTF-8, or what a byte-order mark says. Errors: UserError where it is neither, as for the files of a data set. */
async function readStandardInput(): Promise<string> {
  const name = 'standard input';
  const bytes = await buffer(process.stdin);
  try {
    let text = '';
    for await (const part of decoded(name, Readable.from([bytes]), encodingOf(name, bytes))) text += part;
    return text;
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    throw new UserError(error.message, `Convert the text to UTF-8 first; its encoding may be ${error.encodings}.`);
  }
}
