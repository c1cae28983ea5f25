import type {
  CorpusLabel,
  CorpusLine,
  CorpusNeuron,
  ExplainedNeuron,
  Explanation,
  NeuronSet,
  Problem,
  RunChoice,
  SwitchedOffText,
} from '../../src/protocol/neurons.ts';
import type { Order } from './neuronOrder.ts';

/** What the panel shows; replaced, never changed. */
export interface State {
  readonly runs: readonly RunChoice[];
  /** Of the run that explains; null until the extension names one. */
  readonly directory: string | null;
  readonly text: string;
  /** The text before it was edited, and its explanation by the same run. */
  readonly original: string;
  readonly before: Explanation | null;
  readonly inspected: Inspected | null;
  /** A question is open for so long that the user is told. */
  readonly isSlow: boolean;
  readonly problem: Problem | null;
  /** Of each layer's neurons over the test split; null where the run has no evaluation. */
  readonly labels: readonly (readonly CorpusLabel[])[] | null;
  /** What each neuron alone causes on the text; null until it is known. */
  readonly effects: Effects | null;
  /** Neurons that are switched off. */
  readonly off: NeuronSet;
  /** The prediction with and without these; null where none is off, or until it is known. */
  readonly switchedOff: SwitchedOffText | null;
  readonly layer: number;
  readonly order: Order;
  /** Place of the chosen token. */
  readonly token: number | null;
  /** Number of the chosen neuron in the layer. */
  readonly neuron: number | null;
  /** The chosen neuron over the test split; undefined until it is known, null where the run has no evaluation. */
  readonly corpus: CorpusNeuron | null | undefined;
  /** undefined: being read. */
  readonly lines: { readonly lines: readonly CorpusLine[]; readonly problem: Problem | null } | undefined;
}

/** Of each layer, the change of the margin when a neuron alone is off; 0 where it fires at no token. */
export interface Effects {
  readonly margin: number;
  readonly effects: readonly Float32Array[];
}

/** The answer for one text. */
export interface Inspected {
  readonly directory: string;
  readonly explanation: Explanation;
  /** Tokens beyond what the model reads. */
  readonly unread: readonly string[];
  readonly layers: readonly Layer[];
}

export interface Layer {
  /** [tokens, neurons] */
  readonly activations: Float32Array;
  readonly neurons: number;
  /** Those with tokens, strongest first. */
  readonly allocated: readonly ExplainedNeuron[];
  /** Of all activations. */
  readonly largest: number;
}

export const initialState: State = {
  runs: [],
  directory: null,
  text: '',
  original: '',
  before: null,
  inspected: null,
  isSlow: false,
  problem: null,
  labels: null,
  effects: null,
  off: [],
  switchedOff: null,
  layer: 0,
  order: 'label',
  token: null,
  neuron: null,
  corpus: undefined,
  lines: undefined,
};

/** What the parts of the panel ask for. */
export interface Actions {
  chooseRun(directory: string): void;
  editText(text: string): void;
  resetText(): void;
  chooseLayer(layer: number): void;
  chooseOrder(order: Order): void;
  /** null: none. */
  chooseToken(token: number | null): void;
  chooseNeuron(neuron: number | null): void;
  /** Switches neurons off: these and no others. */
  switchOff(off: NeuronSet): void;
  evaluate(): void;
  openLine(line: CorpusLine): void;
}

/** A part of the panel. */
export interface View {
  readonly element: HTMLElement;
  update(state: State): void;
}

export function layersOf(explanation: Explanation, activations: readonly Float32Array[]): Layer[] {
  return activations.map((values, layer) => ({
    activations: values,
    neurons: values.length / explanation.tokens.length,
    allocated: explanation.neurons.filter((neuron) => neuron.layer === layer),
    largest: values.reduce((most, value) => Math.max(most, value), 0),
  }));
}

export function shownLayer({ inspected, layer }: State): Layer | undefined {
  return inspected?.layers[layer];
}

/** The chosen neuron's part in this text; undefined where no token has it. */
export function chosenNeuron(state: State): ExplainedNeuron | undefined {
  return shownLayer(state)?.allocated.find(({ index }) => index === state.neuron);
}

/** Tells whether any of the values differs from those of the call before. */
export function watch(): (...values: readonly unknown[]) => boolean {
  let last: readonly unknown[] = [];
  return (...values) => {
    const differs = values.length !== last.length || values.some((value, i) => value !== last[i]);
    last = values;
    return differs;
  };
}
