import { join } from 'node:path';
import type { Device } from '../../engine/device.ts';
import { UserError } from '../../common/userError.ts';
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
import { storedNeurons } from '../comparison/storedNeurons.ts';
import { makeTokenizer } from '../dataset/tokenizer.ts';
import { readVocabulary } from '../dataset/vocabulary.ts';
import { batchesOf, type Model } from '../model/model.ts';
import { observeBatch } from '../evaluation/observe.ts';
import { sampleOf } from '../evaluation/randomRanking.ts';
import { readRun, type Run } from '../runs/readRun.ts';
import { runFiles } from '../runs/runFiles.ts';
import { openRunModel } from './runModel.ts';
import { sameTestTexts } from './sameTestTexts.ts';
import { overridden, withDevice, type DeviceOverrides, type WorkflowContext } from './workflowContext.ts';

/** About so many tokens of the test split are compared. */
const maxTokens = 8192;

export interface CompareNeuronsOptions extends WorkflowContext, DeviceOverrides {
  /** Directories of two runs. */
  readonly from: string;
  readonly to: string;
}

/** The neurons of two runs, matched by the correlation of their activations over the same tokens: plain data. */
export interface NeuronComparison {
  /** Whose activations were correlated. */
  readonly tokens: number;
  readonly texts: number;
  /** Whether both models began with the same weights, so that a neuron's number means the same in both. */
  readonly sameStart: boolean;
  /** Pairs that match, and those of them that have the same number in both. */
  readonly matched: Spread;
  readonly sameNumber: number;
  /** The same matching with shuffled tokens. */
  readonly chance: Spread;
  readonly transitions: Transitions;
  /** Those that match first, by falling correlation. */
  readonly pairs: readonly NeuronPair[];
}

/**
 * Errors: UserError where a run is not evaluated, the two have other test texts, tokens or numbers of layers; those of `openRunModel`;
 * an aborted signal throws its reason.
 */
export async function compareNeurons(options: CompareNeuronsOptions): Promise<NeuronComparison> {
  const [from, to] = [await readRun(options.from), await readRun(options.to)];
  evaluatedAlike([from, to]);
  checkSameTokens(from, to);
  const texts = await sampleTexts(from, to, options);
  return withDevice(overridden(from.experiment, options), options, async (device) => {
    const activations = await bothActivations(device, [from, to], texts, options);
    return compared(device, from, to, activations, texts.length, options.signal);
  });
}

/** Of each model, each layer, each text: [tokens, neurons]. */
type Activations = readonly (readonly Float32Array[])[];

async function compared(
  device: Device,
  from: Run,
  to: Run,
  [before, after]: readonly [Activations, Activations],
  texts: number,
  signal: AbortSignal | undefined,
): Promise<NeuronComparison> {
  const neurons = [neuronsOf(from), neuronsOf(to)] as const;
  const sameStart = beganAlike(from, to);
  const matches: Match[] = [];
  const chance: Match[] = [];
  const pairs: NeuronPair[] = [];
  let tokens = 0;
  for (const [layer, own] of neurons[0].entries()) {
    const others = neurons[1][layer]!;
    const sides = [standardized(before[layer]!, own.length), standardized(after[layer]!, others.length)] as const;
    tokens = sides[0].tokens;
    signal?.throwIfAborted();
    const found = await matchNeurons(device, ...sides);
    signal?.throwIfAborted();
    chance.push(...(await matchByChance(device, ...sides)));
    matches.push(...found);
    pairs.push(...pairNeurons({ layer, from: own, to: others }, found, sameStart));
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

function neuronsOf({ id, directory, evaluation }: Run) {
  const neurons = storedNeurons(evaluation, readVocabulary(join(directory, runFiles.vocabulary)));
  if (neurons) return neurons;
  throw new UserError(`run ${id} was evaluated by another version`, `Evaluate it again: \`safr evaluate ${id}\`.`);
}

/** Initial weights follow from the seed and the shape. */
function beganAlike({ experiment: a }: Run, { experiment: b }: Run): boolean {
  const start = ({ seed, model: { width, layers, feedForward }, safr: { preset } }: Run['experiment']) =>
    JSON.stringify([seed, width, layers, feedForward, preset === 'bare']);
  return start(a) === start(b);
}

/** The tokens of about as many texts of the test split as have `maxTokens`, as far as both models read them. */
async function sampleTexts(from: Run, to: Run, options: CompareNeuronsOptions): Promise<string[][]> {
  const tokenize = makeTokenizer(from.experiment.tokenizer);
  const length = Math.min(from.experiment.model.maxLength, to.experiment.model.maxLength);
  const all = (await sameTestTexts(from, to, options)).map(({ text }) => tokenize(text).slice(0, length));
  const tokens = all.reduce((sum, text) => sum + text.length, 0);
  const size = Math.max(1, Math.round((all.length * maxTokens) / tokens));
  return Array.from(sampleOf(all.length, size), (index) => all[index]!).filter((text) => text.length > 0);
}

async function bothActivations(
  device: Device,
  [from, to]: readonly [Run, Run],
  texts: readonly (readonly string[])[],
  { signal, onEvent }: CompareNeuronsOptions,
): Promise<[Activations, Activations]> {
  const of = 2 * texts.length;
  const tell = (done: number) => {
    signal?.throwIfAborted();
    onEvent?.({ kind: 'measured', sentences: done, of });
  };
  const before = await activationsOf(device, from, texts, tell);
  const after = await activationsOf(device, to, texts, (done) => tell(texts.length + done));
  return [before, after];
}

async function activationsOf(
  device: Device,
  { directory }: Run,
  texts: readonly (readonly string[])[],
  tell: (done: number) => void,
): Promise<Activations> {
  const { model, run } = await openRunModel(device, directory);
  try {
    const sentences = texts.map((text, index) => {
      return { index, ids: run.vocabulary.encode(text, text.length), label: 0 };
    });
    return await layerActivations(model, sentences, tell);
  } finally {
    await model.executor.close();
  }
}

async function layerActivations(
  model: Model,
  sentences: readonly { readonly index: number; readonly ids: Int32Array; readonly label: number }[],
  tell: (done: number) => void,
): Promise<Activations> {
  const layers: Float32Array[][] = Array.from({ length: model.shape.layers }, () => []);
  for (const group of batchesOf(sentences, ({ ids }) => ids.length, model.padding)) {
    for (const { hidden, index } of await observeBatch(model, group)) {
      hidden.forEach((values, layer) => layers[layer]!.push(values));
      tell(index + 1);
    }
  }
  return layers;
}
