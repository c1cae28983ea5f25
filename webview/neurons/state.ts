import { computed, signal } from '@preact/signals';
import type {
  AttentionPart,
  CorpusLabel,
  CorpusLine,
  CorpusNeuron,
  ExplainedPair,
  ExplanationSummary,
  NeuronsState,
  NeuronSet,
  Problem,
  RunChoice,
  SwitchedOffText,
} from '../../src/protocol/neurons.ts';
import type { EffectsByLayer } from './effects.ts';
import type { Inspected } from './inspection.ts';
import type { NeuronOrder } from './neuronOrder.ts';
import { unitWords } from './unitWords.ts';

/** What the panel shows. Only `NeuronsModel` assigns the signals; values are replaced, never changed. */
export class NeuronsModelState {
  readonly runs = signal<readonly RunChoice[]>([]);
  /** Directory of the run that explains; null until the extension names one. */
  readonly directory = signal<string | null>(null);
  /** The autoencoder of the run whose features are shown in place of the neurons. */
  readonly features = signal<string | undefined>(undefined);
  /** The names of the autoencoders to choose from. */
  readonly autoencoders = signal<readonly string[]>([]);
  readonly text = signal('');
  /** The text before it was edited. */
  readonly original = signal('');
  /** The label that the data give the original text; null if it has none. */
  readonly label = signal<string | null>(null);
  /** The parts of the original text that the data mark as decisive. */
  readonly marked = signal<NeuronsState['marked']>([]);
  /** The original text's explanation by the same run; null until it is needed. */
  readonly before = signal<ExplanationSummary | null>(null);
  readonly inspected = signal<Inspected | null>(null);
  /** The extension takes so long to answer that the user should know. */
  readonly isSlow = signal(false);
  readonly problem = signal<Problem | null>(null);
  /** Labels over the test split, by layer and neuron; null where the run has no evaluation. */
  readonly labels = signal<readonly (readonly CorpusLabel[])[] | null>(null);
  /** What neurons alone cause on the text, as far as it is known; null until the first are. */
  readonly effects = signal<Effects | null>(null);
  /**
   * Effects by which the list is sorted: those that the run had when all of the list were known last, so that rows stay in place while the
   * effects of an edited text are computed. null until then.
   */
  readonly sortEffects = signal<EffectsByLayer | null>(null);
  /** The part of the attention that is shown; null: the mean over layers and heads. */
  readonly part = signal<AttentionPart | null>(null);
  /** The strongest pairs in that part. */
  readonly pairs = signal<readonly ExplainedPair[]>([]);
  /** Whether the matrix of the attention is shown. */
  readonly isMatrixShown = signal(false);
  /** How much each token (row) attends to each token (column) in that part, [tokens, tokens]; null until it is known. */
  readonly attention = signal<Float32Array | null>(null);
  /** Neurons that are switched off. */
  readonly off = signal<NeuronSet>([]);
  /** The prediction with and without the neurons in `off`; null where none is off, or until it is known. */
  readonly switchedOff = signal<SwitchedOffText | null>(null);
  /** Index of the shown layer. */
  readonly layer = signal(0);
  /** Whether the list has the neurons of all layers. */
  readonly isListOfAll = signal(false);
  readonly order = signal<NeuronOrder>('label');
  /** Position of the chosen token. */
  readonly token = signal<number | null>(null);
  /** Index of the chosen neuron in the shown layer. */
  readonly neuron = signal<number | null>(null);
  /** The last chosen neuron that is known over the test split; null where the run has no evaluation. */
  readonly corpus = signal<CorpusNeuron | null | undefined>(undefined);
  /** Why it cannot be read. */
  readonly corpusProblem = signal<Problem | null>(null);
  /** Lines that fire that neuron most; undefined while they are being read. */
  readonly lines = signal<CorpusLines | undefined>(undefined);

  readonly words = computed(() => unitWords(this.features.value));
  readonly run = computed(() => this.runs.value.find(({ directory }) => directory === this.directory.value));
  readonly isEdited = computed(() => this.text.value !== this.original.value);
  readonly shownLayer = computed(() => this.inspected.value?.layers[this.layer.value]);
  /** The neurons of the list before it is filtered, strongest first. */
  readonly listed = computed(
    () => (this.isListOfAll.value ? this.inspected.value?.explanation.neurons : this.shownLayer.value?.allocated) ?? [],
  );
  /** The chosen neuron's part in this text; undefined where no token has it. */
  readonly chosenNeuron = computed(() =>
    this.shownLayer.value?.allocated.find(({ index }) => index === this.neuron.value),
  );
  /** Positions of the tokens that have the chosen neuron. */
  readonly neuronTokens = computed(() => new Set(this.chosenNeuron.value?.tokens.map(({ token }) => token)));
}

/** The margin of the prediction, and the effects on it. */
export interface Effects {
  readonly margin: number;
  readonly effects: EffectsByLayer;
}

export interface CorpusLines {
  readonly lines: readonly CorpusLine[];
  readonly problem: Problem | null;
}
