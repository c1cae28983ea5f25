import { join } from 'node:path';
import type { Device } from '../../engine/device.ts';
import { checkSameTokens, evaluatedAlike } from '../comparison/comparable.ts';
import { matchByChance, matchNeurons, type Match } from '../comparison/matchNeurons.ts';
import {
  pairNeurons,
  spreadOf,
  transitionsOf,
  type NeuronPair,
  type Spread,
  type Transitions,
} from '../comparison/neuronDiff.ts';
import { standardized } from '../comparison/standardized.ts';
import { evaluatedNeurons } from '../comparison/evaluatedNeurons.ts';
import { readWords } from '../dataset/vocabulary.ts';
import { batchesOf, type Model } from '../model/model.ts';
import { sentenceOfText } from '../evaluation/explanation/explain.ts';
import { observeBatch, type ObservedSentence } from '../evaluation/observe.ts';
import { sampleOf } from '../evaluation/randomRanking.ts';
import { openTextReader } from '../runs/openTextReader.ts';
import { readDetails, readRun, type DetailedRun, type Run } from '../runs/readRun.ts';
import { runFiles } from '../runs/runFiles.ts';
import { openRunModel } from './runModel.ts';
import { sameTestTexts } from './sameTestTexts.ts';
import { withOverrides, withDevice, type DeviceOverrides, type WorkflowContext } from './workflowContext.ts';

/** Approximate number of tokens of the test split to compare. */
const maxTokens = 8192;

export interface CompareNeuronsOptions extends WorkflowContext, DeviceOverrides {
  /** Directories of two runs. */
  readonly from: string;
  readonly to: string;
}

/** The neurons of two runs, matched by the correlation of their activations over the same tokens: plain data. */
export interface NeuronComparison {
  /** Number of tokens over which activations were correlated. */
  readonly tokens: number;
  readonly texts: number;
  /** Whether both models had the same initial weights, so that equal numbers of neurons have the same meaning. */
  readonly sameStart: boolean;
  /** Matched pairs, and how many of them have the same number in both models. */
  readonly matched: Spread;
  readonly sameNumber: number;
  /** The same matching with shuffled tokens. */
  readonly chance: Spread;
  readonly transitions: Transitions;
  /** Matched pairs first, by descending correlation. */
  readonly pairs: readonly NeuronPair[];
}

/**
 * Matches the neurons of two runs. Errors: UserError if a run is not evaluated, or if the runs differ in test texts, tokens or number of
 * layers; errors of `openRunModel`; an aborted signal throws its reason.
 */
export async function compareNeurons(options: CompareNeuronsOptions): Promise<NeuronComparison> {
  const from = await readDetails(await readRun(options.from));
  const to = await readDetails(await readRun(options.to));
  evaluatedAlike([from, to]);
  checkSameTokens(from, to);
  const texts = await sampleTexts(from, to, options);
  return withDevice(withOverrides(from.experiment, options), options, async (device) => {
    const activations = await bothActivations(device, [from, to], texts, options);
    return compareActivations(device, from, to, activations, texts.length, options.signal);
  });
}

/** The activations of a model by layer and text; each array is [tokens, neurons]. */
type Activations = readonly (readonly Float32Array[])[];

async function compareActivations(
  device: Device,
  from: DetailedRun,
  to: DetailedRun,
  [before, after]: readonly [Activations, Activations],
  texts: number,
  signal: AbortSignal | undefined,
): Promise<NeuronComparison> {
  const neurons = [readNeurons(from), readNeurons(to)] as const;
  const sameStart = haveSameInitialWeights(from, to);
  const matches: Match[] = [];
  const chance: Match[] = [];
  const pairs: NeuronPair[] = [];
  let tokens = 0;
  for (const [layer, fromNeurons] of neurons[0].entries()) {
    const toNeurons = neurons[1][layer]!;
    const sides = [
      standardized(before[layer]!, fromNeurons.length),
      standardized(after[layer]!, toNeurons.length),
    ] as const;
    tokens = sides[0].tokens;
    signal?.throwIfAborted();
    const found = await matchNeurons(device, ...sides);
    signal?.throwIfAborted();
    chance.push(...(await matchByChance(device, ...sides)));
    matches.push(...found);
    pairs.push(...pairNeurons({ layer, from: fromNeurons, to: toNeurons }, found, sameStart));
  }
  pairs.sort((a, b) => (b.correlation ?? -1) - (a.correlation ?? -1));
  return {
    tokens,
    texts,
    sameStart,
    matched: spreadOf(matches),
    sameNumber: pairs.filter((pair) => pair.correlation !== null && pair.from?.index === pair.to?.index).length,
    chance: spreadOf(chance),
    transitions: transitionsOf(pairs),
    pairs,
  };
}

function readNeurons({ directory, evaluation }: DetailedRun) {
  return evaluatedNeurons(evaluation!, readWords(join(directory, runFiles.vocabulary)));
}

/** Initial weights depend on the seed and the shape only. */
function haveSameInitialWeights({ experiment: a }: Run, { experiment: b }: Run): boolean {
  const start = ({ seed, model: { pretrained, width, layers, feedForward }, safr: { preset } }: Run['experiment']) =>
    JSON.stringify([pretrained ?? null, seed, width, layers, feedForward, preset === 'bare']);
  return start(a) === start(b);
}

interface SampledText {
  readonly text: string;
  /** Number of its tokens that both models read. */
  readonly tokens: number;
}

/** A sample of test texts with about `maxTokens` tokens in total. */
async function sampleTexts(from: Run, to: Run, options: CompareNeuronsOptions): Promise<SampledText[]> {
  const [one, other] = [await openTextReader(from), await openTextReader(to)];
  const all = (await sameTestTexts(from, to, options)).map(({ text }) => {
    const [a, b] = [one.read(text), other.read(text)];
    // Where the first text of a pair is cut at different lengths, the second one begins elsewhere.
    return { text, tokens: a.boundary === b.boundary ? Math.min(a.ids.length, b.ids.length) : 0 };
  });
  const tokens = all.reduce((sum, text) => sum + text.tokens, 0);
  const size = Math.max(1, Math.round((all.length * maxTokens) / tokens));
  return Array.from(sampleOf(all.length, size), (index) => all[index]!).filter((text) => text.tokens > 0);
}

async function bothActivations(
  device: Device,
  [from, to]: readonly [Run, Run],
  texts: readonly SampledText[],
  { signal, onEvent }: CompareNeuronsOptions,
): Promise<[Activations, Activations]> {
  const of = 2 * texts.length;
  const report = (done: number) => {
    signal?.throwIfAborted();
    onEvent?.({ kind: 'measured', sentences: done, of });
  };
  const before = await activationsOf(device, from, texts, report);
  const after = await activationsOf(device, to, texts, (done) => report(texts.length + done));
  return [before, after];
}

async function activationsOf(
  device: Device,
  { directory }: Run,
  texts: readonly SampledText[],
  report: (done: number) => void,
): Promise<Activations> {
  const { model, run } = await openRunModel(device, directory);
  try {
    const sentences = texts.map(({ text, tokens }, index) => {
      const sentence = sentenceOfText(run.reader.read(text));
      return { index, ...sentence, ids: sentence.ids.subarray(0, tokens) };
    });
    return await layerActivations(model, sentences, report);
  } finally {
    await model.executor.close();
  }
}

async function layerActivations(
  model: Model,
  sentences: readonly ObservedSentence[],
  report: (done: number) => void,
): Promise<Activations> {
  const layers: Float32Array[][] = Array.from({ length: model.shape.layers }, () => []);
  for (const group of batchesOf(sentences, ({ ids }) => ids.length, model)) {
    for (const { hidden, index } of await observeBatch(model, group)) {
      hidden.forEach((values, layer) => layers[layer]!.push(values));
      report(index + 1);
    }
  }
  return layers;
}
