import type { Device } from '../../engine/device.ts';
import type { AttributionMethod } from '../evaluation/attribution/rankingNames.ts';
import { textOfIds, type ReadText, type TextReader } from '../dataset/textReader.ts';
import {
  attention,
  explain,
  inspect,
  rankTokens,
  sentenceOfText,
  summarize,
} from '../evaluation/explanation/explain.ts';
import { explainTexts, type ExplainedText } from '../evaluation/explanation/explainTexts.ts';
import type {
  Attention,
  AttentionPart,
  Explanation,
  ExplanationSummary,
  Inspection,
  NeuronEffects,
  SwitchedOffText,
  TokenRanking,
} from '../evaluation/explanation/explanation.ts';
import { effectByClass, type ClassEffect } from '../evaluation/facts/effectByClass.ts';
import { neuronEffects, switchOff } from '../evaluation/explanation/switchOff.ts';
import type { NeuronSet } from '../evaluation/neuronSet.ts';
import { neuronsOf, type UnitSource } from '../evaluation/unitSource.ts';
import { defaultTheta } from '../experiment/sections/evaluation.ts';
import type { Model } from '../model/model.ts';
import type { ProgramOptions } from '../model/safrProgram.ts';
import type { ModelShape } from '../model/modelShape.ts';
import { openFolderModel, type FolderOptions } from './folderModel.ts';
import { openRunUnits } from './runUnits.ts';

const warmUpCalls = 3;
/** Tokens of the text that they explain. */
const warmUpTokens = 20;

/** A loaded model that explains texts. Calls must not overlap. */
export interface Explainer {
  readonly shape: ModelShape;
  /** Explains a text. Errors: UserError for a text without tokens. */
  explain(text: string): Promise<Explanation>;
  /** Explains texts in batches, faster than one by one; null for a text without tokens. `by`: as `rank`. */
  explainAll(texts: readonly string[], by?: AttributionMethod): Promise<(ExplainedText | null)[]>;
  /** Like `explain`, without the neurons. */
  summarize(text: string): Promise<ExplanationSummary>;
  inspect(text: string): Promise<Inspection>;
  /** What the tokens attend to, in a part of the attention; null: on average over layers and heads. */
  attention(text: string, part: AttentionPart | null): Promise<Attention>;
  /** The prediction with these neurons set to 0. */
  switchOff(text: string, neurons: NeuronSet): Promise<SwitchedOffText>;
  /** The causal effect of each of these neurons on the prediction. */
  effects(text: string, neurons: NeuronSet, signal?: AbortSignal): Promise<NeuronEffects>;
  /** The causal effect of one neuron on several texts, by the class that is predicted; texts without tokens are left out. */
  effectByClass(
    texts: readonly string[],
    neuron: { layer: number; index: number },
    signal?: AbortSignal,
  ): Promise<ClassEffect[]>;
  /** How much each token supports the prediction; requires an explainer opened with `attribution`. */
  rank(text: string, by: AttributionMethod): Promise<TokenRanking>;
  close(): Promise<void>;
}

type ExplainerOptions = Pick<ProgramOptions, 'attribution'>;

interface RunExplainerOptions extends ExplainerOptions {
  /** One of the run's autoencoders, whose features take the place of the neurons. */
  readonly features?: string | null | undefined;
}

/** Loads a run's best weights. Errors: UserError as `openRunUnits`. */
export async function openExplainer(
  device: Device,
  directory: string,
  { features = null, ...options }: RunExplainerOptions = {},
): Promise<Explainer> {
  const { model, run, units, close } = await openRunUnits(device, directory, features, options);
  const { reader, classes, experiment } = run;
  const explained = { reader, classes, theta: experiment.evaluation.theta };
  return explainerOf(model, { ...explained, ...(features !== null && { units }) }, close);
}

/** Loads a Hugging Face folder with its own classification head. Errors: UserError as `openFolderModel`. */
export async function openFolderExplainer(
  device: Device,
  folder: string,
  options: ExplainerOptions & Pick<FolderOptions, 'readsPairs'> = {},
): Promise<Explainer> {
  const { model, reader, classes } = await openFolderModel(device, folder, options);
  return explainerOf(model, { reader, classes, theta: defaultTheta }, () => model.executor.close());
}

interface Explained {
  readonly reader: TextReader;
  readonly classes: readonly string[];
  readonly theta: number;
  /** As in `ExplainOptions`. */
  readonly units?: UnitSource;
}

async function explainerOf(
  model: Model,
  { reader, classes, theta, units }: Explained,
  close: () => Promise<void>,
): Promise<Explainer> {
  const optionsOf = (text: ReadText) => ({ ...model, text, classes, theta, units });
  const optionsFor = (text: string) => optionsOf(reader.read(text));
  // The first calls are several times slower because their code is still being compiled. The user should not have to wait for that.
  const { vocabulary, maxLength } = model.shape;
  const text = textOfIds(Int32Array.from({ length: Math.min(warmUpTokens, vocabulary, maxLength) }, (_, id) => id));
  for (let i = 0; i < warmUpCalls; i++) await explain(optionsOf(text));
  return {
    shape: model.shape,
    explain: (text) => explain(optionsFor(text)),
    explainAll: (texts, by) =>
      explainTexts({ ...model, texts: texts.map((text) => reader.read(text)), classes, theta, units, by }),
    summarize: (text) => summarize(optionsFor(text)),
    inspect: (text) => inspect(optionsFor(text)),
    attention: (text, part) => attention(optionsFor(text), part),
    switchOff: (text, neurons) => switchOff(optionsFor(text), neurons),
    effects: (text, neurons, signal) => neuronEffects(optionsFor(text), neurons, signal),
    effectByClass: (texts, neuron, signal) => {
      const read = texts.map((text) => reader.read(text)).filter(({ ids }) => ids.length > 0);
      return effectByClass(model, units ?? neuronsOf(model), read.map(sentenceOfText), neuron, signal);
    },
    rank: (text, by) => rankTokens(optionsFor(text), by),
    close,
  };
}
