import type { Experiment } from '../experiment/schema.ts';
import type { CausalReport } from './causal.ts';
import type { Classification } from './classification.ts';
import type { CorpusNeurons } from './corpusNeurons.ts';
import type { EraserReport } from './eraser.ts';
import type { InputNeurons } from './inputNeurons.ts';
import type { PlantedReport } from './plantedTally.ts';
import type { RemovalReport } from './removalTally.ts';
import type { RivalReport } from './rivalTally.ts';
import type { SrsReport } from './srs.ts';

export type EvaluationSettings = Omit<Experiment['evaluation'], 'rivals'>;

/** All that is measured of a model on a split: plain data, stored as `evaluation.json`. Definitions: method.md and the types named. */
export interface Evaluation {
  readonly sentences: number;
  readonly classification: Classification;
  readonly srs: SrsReport;
  /** On the sentences of the SRS; null without a mask. */
  readonly eraser: EraserReport | null;
  readonly neurons: NeuronReport;
  readonly causal: CausalReport;
  /** null for data without planted truth. */
  readonly planted: PlantedReport | null;
  /** Where it was asked for. */
  readonly rivals?: RivalReport;
  readonly predictions: Predictions;
}

export interface NeuronReport {
  readonly theta: number;
  /** The headline over all layers. */
  readonly perInput: InputNeurons;
  readonly corpus: Omit<CorpusNeurons, 'neurons'>;
  /** The same of each layer, and its neurons. */
  readonly layers: readonly { readonly perInput: InputNeurons; readonly corpus: CorpusNeurons }[];
  /** Mean token capacity C_i on the masked embeddings, over tokens, then over sentences. */
  readonly meanTokenCapacity: number;
  /** Averaged alike; null without a mask. */
  readonly meanKeepProbability: number | null;
}

/** Columns over the sentences of the split, in its order. */
export interface Predictions {
  readonly labels: readonly number[];
  readonly predicted: readonly number[];
  /** Of the predicted class. */
  readonly probabilities: readonly number[];
  /** The sentences of the SRS after both removals at its headline fraction. */
  readonly srs: RemovalReport['headline'];
}
