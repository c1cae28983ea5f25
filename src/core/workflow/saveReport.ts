import { dirname } from 'node:path';
import { placeName } from '../../common/placeName.ts';
import { UserError } from '../../common/userError.ts';
import type { Example } from '../dataset/source.ts';
import { chosenLines, type ExplainedLine } from '../report/linesSection.ts';
import type { ReportNeurons } from '../report/neuronsSection.ts';
import { reportHtml } from '../report/report.ts';
import { atomicWrite } from '../../common/atomicWrite.ts';
import { portablePath } from '../../common/withoutFolders.ts';
import { portableMessage, portableRun } from '../runs/portableRun.ts';
import { currentFeatures } from '../runs/featureFiles.ts';
import { readDetails, readRun, type DetailedRun, type Run } from '../runs/readRun.ts';
import { openExplainer } from './explainer.ts';
import { neuronFacts } from './neuronFacts.ts';
import { neuronPages } from './neuronPages.ts';
import { findNeurons, neuronSummaries, readWordOf } from './neuronSummaries.ts';
import { readRunTexts } from './readTexts.ts';
import { withOverrides, withDevice, type DeviceOverrides, type WorkflowContext } from './workflowContext.ts';

/** The default number of texts that a report explains. */
export const defaultReportLines = 6;

/** The default number of neurons that a report shows. */
export const defaultReportNeurons = 12;

export interface ReportOptions extends WorkflowContext, DeviceOverrides {
  readonly directory: string;
  /** How many texts of the test split to explain. */
  readonly lines: number;
  /** How many neurons to show, if it explains texts; those of a run are measured when they are first shown. */
  readonly neurons: number;
}

export interface SavedReport {
  readonly path: string;
  /** Why the report explains no texts; null if it does, or if `lines` is 0. */
  readonly whyNoLines: string | null;
}

/** Writes a run's report. Errors: UserError if the run or its weights cannot be read, or the file cannot be written. */
export async function saveReport(path: string, options: ReportOptions): Promise<SavedReport> {
  const { text, whyNoLines } = await makeReport(options);
  await atomicWrite(path, text);
  return { path, whyNoLines };
}

/** Creates the report as HTML, for others to read, see `portableRun`. If the texts are not available, for example on another machine, it is created without them. */
export async function makeReport(options: ReportOptions): Promise<{ text: string; whyNoLines: string | null }> {
  const run = await readDetails(await readRun(options.directory));
  const portable = portableRun(run);
  const features = run.hasWeights ? (await currentFeatures(options.directory)).stored : [];
  const examples = options.lines === 0 ? [] : await chooseExamples(run, options);
  if (typeof examples === 'string') {
    const text = reportHtml({ run: portable, features, lines: [], whyNoLines: portableMessage(run, examples) });
    return { text, whyNoLines: examples };
  }
  const lines = await explainLines(run, examples, options);
  const neurons = examples.length > 0 && options.neurons > 0 ? await reportNeurons(options) : null;
  return { text: reportHtml({ run: portable, features, lines, whyNoLines: null, neurons }), whyNoLines: null };
}

/** The neurons whose labels predict best where they fire. */
async function reportNeurons(options: ReportOptions): Promise<ReportNeurons> {
  const facts = await neuronFacts(options);
  const wordOf = readWordOf(options.directory);
  const chosen = findNeurons(neuronSummaries(facts, wordOf), '', 'label').slice(0, options.neurons);
  const pages = await neuronPages(facts, chosen, options);
  return { pages, wordOf, neurons: facts.layers.flat().length, layers: facts.layers.length };
}

interface ChosenExample extends Example {
  readonly index: number;
}

/** Chooses texts of the test split to explain, or returns the reason why it cannot. */
async function chooseExamples(run: DetailedRun, options: ReportOptions): Promise<ChosenExample[] | string> {
  const { evaluation } = run;
  if (!evaluation) return 'the run is not evaluated';
  const wanted = chosenLines(evaluation, options.lines);
  const found = new Map<number, ChosenExample>();
  try {
    let index = 0;
    for await (const example of readRunTexts(run, options, 'test')) {
      if (wanted.includes(index)) found.set(index, { ...example, index });
      index++;
    }
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  const examples = wanted.flatMap((index) => found.get(index) ?? []);
  const isSame = ({ label, index }: ChosenExample) =>
    run.classes.indexOf(label ?? '') === evaluation.predictions.labels[index];
  if (examples.length === wanted.length && examples.every(isSame)) return examples;
  return 'the test texts have changed since the evaluation';
}

async function explainLines(
  run: Run,
  examples: readonly ChosenExample[],
  options: ReportOptions,
): Promise<ExplainedLine[]> {
  if (examples.length === 0) return [];
  return withDevice(withOverrides(run.experiment, options), options, async (device) => {
    const explainer = await openExplainer(device, run.directory);
    try {
      const lines: ExplainedLine[] = [];
      const folder = dirname(run.experimentPath);
      for (const { index, file, line, label, text } of examples) {
        options.signal?.throwIfAborted();
        const place = placeName(portablePath(folder, file), line);
        lines.push({ index, place, label: label ?? '', explanation: await explainer.explain(text) });
      }
      return lines;
    } finally {
      await explainer.close();
    }
  });
}
