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
/** For the activations of both models that are in memory at the same time: other layers take another pass over the texts. */
const maxActivationBytes = 256 * 2 ** 20;

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
  return withDevice(withOverrides(from.experiment, options), options, (device) =>
    compareOn(device, from, to, texts, options),
  );
}

/** The activations of some layers of a model by text; each array is [tokens, neurons]. */
type Activations = ReadonlyMap<number, readonly Float32Array[]>;

async function compareOn(
  device: Device,
  from: DetailedRun,
  to: DetailedRun,
  texts: readonly SampledText[],
  options: CompareNeuronsOptions,
): Promise<NeuronComparison> {
  const { signal } = options;
  const neurons = [readNeurons(from), readNeurons(to)] as const;
  const sameStart = haveSameInitialWeights(from, to);
  const groups = layerGroups(neurons, texts);
  const matches: Match[] = [];
  const chance: Match[] = [];
  const pairs: NeuronPair[] = [];
  let tokens = 0;
  for (const [pass, layers] of groups.entries()) {
    const [before, after] = await bothActivations(device, [from, to], texts, {
      ...options,
      layers,
      pass,
      of: groups.length,
    });
    for (const layer of layers) {
      const [fromNeurons, toNeurons] = [neurons[0][layer]!, neurons[1][layer]!];
      const sides = [
        standardized(before.get(layer)!, fromNeurons.length),
        standardized(after.get(layer)!, toNeurons.length),
      ] as const;
      tokens = sides[0].tokens;
      signal?.throwIfAborted();
      const found = await matchNeurons(device, ...sides);
      signal?.throwIfAborted();
      chance.push(...(await matchByChance(device, ...sides)));
      matches.push(...found);
      pairs.push(...pairNeurons({ layer, from: fromNeurons, to: toNeurons }, found, sameStart));
    }
  }
  pairs.sort((a, b) => (b.correlation ?? -1) - (a.correlation ?? -1));
  return {
    tokens,
    texts: texts.length,
    sameStart,
    matched: spreadOf(matches),
    sameNumber: pairs.filter((pair) => pair.correlation !== null && pair.from?.index === pair.to?.index).length,
    chance: spreadOf(chance),
    transitions: transitionsOf(pairs),
    pairs,
  };
}

/** The layers in groups whose activations fit into memory; `neurons`: of each layer of both models. */
function layerGroups(
  neurons: readonly [readonly (readonly unknown[])[], readonly (readonly unknown[])[]],
  texts: readonly SampledText[],
): number[][] {
  const tokens = texts.reduce((sum, text) => sum + text.tokens, 0);
  const bytes = (neurons[0][0]!.length + neurons[1][0]!.length) * tokens * Float32Array.BYTES_PER_ELEMENT;
  const size = Math.max(1, Math.floor(maxActivationBytes / bytes));
  const count = Math.ceil(neurons[0].length / size);
  return Array.from({ length: count }, (_, group) =>
    Array.from(neurons[0].keys()).slice(group * size, (group + 1) * size),
  );
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
  { layers, pass, of, signal, onEvent }: PassOptions,
): Promise<[Activations, Activations]> {
  const report = (done: number) => {
    signal?.throwIfAborted();
    onEvent?.({ kind: 'measured', sentences: 2 * pass * texts.length + done, of: 2 * of * texts.length });
  };
  const before = await activationsOf(device, from, texts, layers, report);
  const after = await activationsOf(device, to, texts, layers, (done) => report(texts.length + done));
  return [before, after];
}

/** A pass over the texts for the activations of some layers. */
interface PassOptions extends CompareNeuronsOptions {
  readonly layers: readonly number[];
  /** Its number, from 0, and that of all passes. */
  readonly pass: number;
  readonly of: number;
}

async function activationsOf(
  device: Device,
  { directory }: Run,
  texts: readonly SampledText[],
  layers: readonly number[],
  report: (done: number) => void,
): Promise<Activations> {
  const { model, run } = await openRunModel(device, directory);
  try {
    const sentences = texts.map(({ text, tokens }, index) => {
      const sentence = sentenceOfText(run.reader.read(text));
      return { index, ...sentence, ids: sentence.ids.subarray(0, tokens) };
    });
    return await layerActivations(model, sentences, layers, report);
  } finally {
    await model.executor.close();
  }
}

async function layerActivations(
  model: Model,
  sentences: readonly ObservedSentence[],
  layers: readonly number[],
  report: (done: number) => void,
): Promise<Activations> {
  const activations = new Map(layers.map((layer): [number, Float32Array[]] => [layer, []]));
  for (const group of batchesOf(sentences, ({ ids }) => ids.length, model)) {
    for (const { hidden, index } of await observeBatch(model, group)) {
      for (const [layer, ofTexts] of activations) ofTexts.push(hidden[layer]!);
      report(index + 1);
    }
  }
  return activations;
}
