import * as z from 'zod';
import type { DataText } from '../core/dataset/source.ts';
import type { SimilarError } from '../core/evaluation/similarErrors.ts';
import type { PredictedText } from '../core/evaluation/explanation/predictedText.ts';
import type { ClassEffect } from '../core/evaluation/facts/effectByClass.ts';
import type {
  Attention,
  ExplanationSummary,
  Inspection,
  NeuronEffects,
  SwitchedOffText,
} from '../core/evaluation/explanation/explanation.ts';
import type { DownloadedModel } from '../core/model/pretrained/hub/downloadModel.ts';
import type { TensorAgreement } from '../core/verification/goldenCase.ts';
import type { NeuronComparison } from '../core/workflow/compareNeurons.ts';
import type { SavedReport } from '../core/workflow/saveReport.ts';
import type { StoredEvaluation } from '../core/runs/evaluationFile.ts';
import type { TrainedRun } from '../core/workflow/trainExperiment.ts';
import type { WorkflowEvent } from '../core/workflow/workflowEvent.ts';
import { sliceConditions } from '../core/experiment/sections/slices.ts';
import { deviceNames } from '../engine/device.ts';

/** Between a client and a compute process, over Node's IPC with advanced serialization (typed arrays stay typed arrays). */
export const computeVersion = 1;

/** Device and threads instead of those of the experiment, and the folders of the data sets. */
const place = {
  device: z.enum(['auto', ...deviceNames]).optional(),
  threads: z.int().min(1).optional(),
  dataDir: z.string().optional(),
  cacheDir: z.string().optional(),
};
const directory = z.string();
const split = z.enum(['train', 'dev', 'test']);
/** An autoencoder of the run, whose features are meant in place of its neurons. */
const features = z.string().nullable().optional();
/** Their numbers, layer by layer; layers may be left out at the end. */
const neurons = z.array(z.array(z.int().min(0)));

/** The parameters of every request, by its kind. */
export const requestParams = {
  train: z.strictObject({ experimentPath: z.string(), runsDirectory: z.string(), evaluate: z.boolean(), ...place }),
  resume: z.strictObject({ directory, evaluate: z.boolean(), ...place }),
  evaluate: z.strictObject({
    directory,
    split: z.enum(['test', 'dev']),
    rivals: z.boolean().optional(),
    otherData: z.boolean().optional(),
    /** Only the slices of the experiment file as it is now, from the evaluation that the run has, without the model. */
    slices: z.boolean().optional(),
    ...place,
  }),
  /** Explains a text by a run's model, without listing the neurons. */
  explain: z.strictObject({ directory, features, text: z.string() }),
  /** Predicts texts in batches, faster than one by one. `words`: also the words with their keep probabilities. */
  predict: z.strictObject({ directory, texts: z.array(z.string()), words: z.boolean() }),
  /** The same with the neurons, and the activation of every one. */
  inspect: z.strictObject({ directory, features, text: z.string() }),
  /** What tokens attend to in a layer or in one of its heads; null: on average over layers and heads. */
  attention: z.strictObject({
    ...{ directory, text: z.string() },
    part: z.strictObject({ layer: z.int().min(0), head: z.int().min(0).nullable() }).nullable(),
  }),
  /** The effect of each of some neurons alone on a text. Hovers wait for it: ask for a few at a time. */
  effects: z.strictObject({ directory, features, text: z.string(), neurons }),
  /** Predicts a text without neurons. */
  switchOff: z.strictObject({ directory, features, text: z.string(), neurons }),
  /** Texts of a run's data by their numbers in the split; all of them without `indices`. */
  texts: z.strictObject({
    directory,
    split,
    indices: z.array(z.int().min(0)).optional(),
    dataDir: place.dataDir,
    cacheDir: place.cacheDir,
  }),
  /** The numbers of the rows of a file, or of the texts of a split of a run's data, that meet the conditions of a slice. */
  sliceRows: z.strictObject({
    ...{ directory, where: sliceConditions },
    place: z.union([z.strictObject({ path: z.string() }), z.strictObject({ split })]),
    ...{ dataDir: place.dataDir, cacheDir: place.cacheDir },
  }),
  /** Wrongly classified test texts similar to a text, most similar first. */
  similarErrors: z.strictObject({ directory, text: z.string(), dataDir: place.dataDir, cacheDir: place.cacheDir }),
  /** Measures what the neurons of a run stand for, unless its folder has that, and stores it there. */
  neuronFacts: z.strictObject({ directory, features, ...place }),
  /** The effect of one neuron on texts of the test split, by their numbers. Hovers wait for it. */
  effectByClass: z.strictObject({
    ...{ directory, features, layer: z.int().min(0), index: z.int().min(0), sentences: z.array(z.int().min(0)) },
    ...{ dataDir: place.dataDir, cacheDir: place.cacheDir },
  }),
  /** Compares the neurons of two runs. */
  compareNeurons: z.strictObject({ from: directory, to: directory, ...place }),
  /** Writes a run's report, an HTML file. */
  saveReport: z.strictObject({ directory, path: z.string(), ...place }),
  /** Writes a run as one archive. */
  exportRun: z.strictObject({ directory, path: z.string(), ...place }),
  /** Writes a run's model as an ONNX file. */
  exportOnnx: z.strictObject({ directory, path: z.string() }),
  /** Writes the fine-tuned encoder of a run as a folder for transformers. */
  exportHuggingface: z.strictObject({ directory, path: z.string() }),
  /** Imports an archive of `exportRun` as a run. */
  importRun: z.strictObject({ path: z.string(), runsDirectory: z.string() }),
  /** Downloads a pretrained model from the Hugging Face hub into its cache. */
  downloadModel: z.strictObject({ name: z.string() }),
  /** Verifies golden files on the native TensorFlow; an error if it is not installed. */
  verifyTensorflow: z.strictObject({ goldens: z.array(z.string()).min(1) }),
} as const;

export type RequestKind = keyof typeof requestParams;

/** Those about texts, which the process for explanations answers. */
export type ExplanationKind = Extract<
  RequestKind,
  | 'explain'
  | 'predict'
  | 'inspect'
  | 'attention'
  | 'effects'
  | 'effectByClass'
  | 'switchOff'
  | 'texts'
  | 'sliceRows'
  | 'similarErrors'
>;
export type RequestParams<K extends RequestKind> = z.output<(typeof requestParams)[K]>;

/** The events of a request in progress; other requests have none. */
export interface RequestEvents {
  train: WorkflowEvent;
  resume: WorkflowEvent;
  evaluate: WorkflowEvent;
  compareNeurons: WorkflowEvent;
  neuronFacts: WorkflowEvent;
  downloadModel: Extract<WorkflowEvent, { kind: 'download' }>;
}
export type RequestEvent<K extends RequestKind> = K extends keyof RequestEvents ? RequestEvents[K] : never;

export interface RequestResults {
  train: TrainedRun;
  resume: TrainedRun;
  evaluate: StoredEvaluation;
  explain: ExplanationSummary;
  /** null for a text without tokens. */
  predict: readonly (PredictedText | null)[];
  inspect: Inspection;
  attention: Attention;
  effects: NeuronEffects;
  switchOff: SwitchedOffText;
  texts: readonly DataText[];
  /** Ascending. */
  sliceRows: readonly number[];
  similarErrors: readonly SimilarError[];
  compareNeurons: NeuronComparison;
  neuronFacts: { readonly neurons: number };
  /** Of each class. */
  effectByClass: readonly ClassEffect[];
  saveReport: SavedReport;
  exportRun: SavedReport;
  exportOnnx: { readonly path: string };
  exportHuggingface: { readonly path: string };
  importRun: { readonly directory: string };
  downloadModel: DownloadedModel;
  verifyTensorflow: VerifiedTensorflow;
}

export interface VerifiedTensorflow {
  /** The description of the device. */
  readonly description: string;
  readonly isOnGpu: boolean;
  readonly goldens: readonly { readonly path: string; readonly tensors: readonly TensorAgreement[] }[];
}

export type { DataText, Inspection, NeuronComparison, PredictedText, SimilarError };

const id = z.int().min(0);

export const toCompute = z.discriminatedUnion('type', [
  /** The first message. */
  z.strictObject({ type: z.literal('hello'), version: z.int() }),
  z.strictObject({ type: z.literal('request'), id, kind: z.string(), params: z.unknown() }),
  /** A request in progress ends with its abort reason or with what it has; a waiting one never starts. */
  z.strictObject({ type: z.literal('cancel'), id }),
]);
export type ToCompute = z.output<typeof toCompute>;

/** An error as data. `user`: the user can fix it; `other-data`: likewise, an OtherDataError; `aborted`: the request was cancelled; `broken`: anything else. */
const failure = z.discriminatedUnion('code', [
  z.strictObject({ code: z.enum(['user', 'other-data']), message: z.string(), remedy: z.string() }),
  z.strictObject({ code: z.literal('aborted') }),
  z.strictObject({ code: z.literal('broken'), message: z.string(), stack: z.string() }),
]);
export type Failure = z.output<typeof failure>;

export const fromCompute = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('hello'), version: z.int() }),
  z.strictObject({ type: z.literal('event'), id, event: z.unknown() }),
  /** Every request has exactly one answer. */
  z.strictObject({ type: z.literal('ok'), id, result: z.unknown() }),
  z.strictObject({ type: z.literal('err'), id, error: failure }),
]);
export type FromCompute = z.output<typeof fromCompute>;
