import {
  neuronsToPanel,
  neuronsVersion,
  type Explanation,
  type NeuronsFromPanel,
  type NeuronsState,
  type NeuronsToPanel,
  type NeuronSet,
} from '../../src/protocol/neurons.ts';
import type { Host } from '../shared/host.ts';
import { sizeOf } from './neuronSets.ts';
import { initialState, layersOf, type Actions, type State, type View } from './state.ts';

/** Milliseconds: a text being typed is asked about when the typing pauses; a question open longer than that is worth a word. */
const typingPause = 120;
const slow = 250;

type Message<K extends NeuronsToPanel['kind']> = Extract<NeuronsToPanel, { kind: K }>;

/** Keeps the state, asks the extension and tells the views. */
export class Panel implements Actions {
  readonly #host: Host<NeuronsFromPanel, NeuronsState>;
  readonly #views: (actions: Actions) => readonly View[];
  #parts: readonly View[] = [];
  #state: State = initialState;
  #questions = 0;
  #lastInspect = -1;
  #lastNeuron = -1;
  #lastEffects = -1;
  #lastSwitch = -1;
  #typing: number | undefined;
  #waiting: number | undefined;

  constructor(host: Host<NeuronsFromPanel, NeuronsState>, views: (actions: Actions) => readonly View[]) {
    this.#host = host;
    this.#views = views;
  }

  start(): readonly View[] {
    this.#parts = this.#views(this);
    this.#set({});
    this.#host.listen(neuronsToPanel, (message) => this.#receive(message));
    this.#host.send({ kind: 'ready', version: neuronsVersion });
    return this.#parts;
  }

  chooseRun(directory: string): void {
    if (directory === this.#state.directory) return;
    this.#set({ directory, before: null, labels: null, corpus: undefined, lines: undefined, ...allOn });
    this.#inspect();
  }

  editText(text: string): void {
    if (text === this.#state.text) return;
    this.#set({ text });
    clearTimeout(this.#typing);
    this.#typing = window.setTimeout(() => this.#inspect(), typingPause);
  }

  resetText(): void {
    this.#set({ text: this.#state.original });
    this.#inspect();
  }

  chooseLayer(layer: number): void {
    this.#set({ layer });
    this.chooseNeuron(this.#strongestNeuron());
  }

  chooseOrder(order: State['order']): void {
    this.#set({ order });
  }

  chooseToken(token: number | null): void {
    this.#set({ token });
  }

  chooseNeuron(neuron: number | null): void {
    this.#set({ neuron, corpus: undefined, lines: undefined });
    this.#askNeuron();
  }

  switchOff(off: NeuronSet): void {
    const { directory, text, original } = this.#state;
    if (directory === null) return;
    this.#set(sizeOf(off) > 0 ? { off } : allOn);
    this.#host.keep({ directory, text, original, off: this.#state.off });
    this.#askSwitchedOff();
  }

  evaluate(): void {
    const { directory } = this.#state;
    if (directory !== null) this.#host.send({ kind: 'evaluate', directory });
  }

  openLine({ sentence, position }: { sentence: number; position: number }): void {
    const { directory } = this.#state;
    if (directory !== null) this.#host.send({ kind: 'openLine', directory, sentence, position });
  }

  #set(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    for (const part of this.#parts) part.update(this.#state);
  }

  #receive(message: NeuronsToPanel): void {
    if (message.kind === 'runs') this.#set({ runs: message.runs });
    else if (message.kind === 'show') this.#show(message);
    else if (message.kind === 'inspection') this.#take(message);
    else if (message.kind === 'failed') this.#fail(message);
    else if (message.kind === 'changed') this.#askAgain(message);
    else if (message.kind === 'corpus') this.#label(message);
    else if (message.kind === 'neuron') this.#ifAsked(message.id, { corpus: message.neuron });
    else if (message.kind === 'lines') this.#ifAsked(message.id, { lines: message });
    else if (message.kind === 'effects') this.#takeEffects(message);
    else if (message.kind === 'switchedOff') this.#takeSwitchedOff(message);
    else if (message.kind === 'outdated') this.#set({ problem: outdated });
    else message satisfies never;
  }

  #show({ directory, text, original, off }: Message<'show'>): void {
    const isOtherRun = directory !== this.#state.directory;
    this.#set({ directory, text, original, before: null, token: null, ...(isOtherRun ? { labels: null } : {}) });
    this.#set({ ...allOn, off });
    if (text === '') this.#host.keep({ directory, text, original, off });
    else this.#inspect();
  }

  #inspect(): void {
    clearTimeout(this.#typing);
    const { directory, text, original, before, off } = this.#state;
    if (directory === null) return;
    this.#host.keep({ directory, text, original, off });
    const wanted = before === null && text !== original && original.trim() !== '' ? original : null;
    this.#lastInspect = this.#questions++;
    this.#host.send({ kind: 'inspect', id: this.#lastInspect, directory, text, original: wanted, off });
    clearTimeout(this.#waiting);
    this.#waiting = window.setTimeout(() => this.#set({ isSlow: true }), slow);
  }

  #take({ id, explanation, unread, activations, original }: Message<'inspection'>): void {
    const { directory, text, token, layer, neuron } = this.#state;
    if (id !== this.#lastInspect || directory === null) return;
    const isOriginal = text === this.#state.original;
    const inspected = { directory, explanation, unread, layers: layersOf(explanation, activations) };
    const isOtherRun = this.#state.inspected?.directory !== directory;
    this.#answered({
      inspected,
      before: original ?? (isOriginal ? explanation : this.#state.before),
      problem: null,
      effects: null,
      layer: Math.min(layer, activations.length - 1),
      token: this.#isSameWord(token, explanation) ? token : null,
      order: this.#orderFor(explanation.tokens.length),
    });
    if (neuron === null || isOtherRun) this.chooseNeuron(this.#strongestNeuron());
    this.#lastEffects = this.#questions++;
    this.#host.send({ kind: 'effects', id: this.#lastEffects, directory, text });
    if (sizeOf(this.#state.off) > 0) this.#askSwitchedOff();
  }

  #takeEffects({ id, margin, effects }: Message<'effects'>): void {
    if (id === this.#lastEffects) this.#set({ effects: { margin, effects } });
  }

  #askSwitchedOff(): void {
    const { directory, text, off } = this.#state;
    if (directory === null) return;
    this.#lastSwitch = this.#questions++;
    this.#host.send({ kind: 'switchOff', id: this.#lastSwitch, directory, text, neurons: off });
  }

  #takeSwitchedOff({ id, result }: Message<'switchedOff'>): void {
    if (id === this.#lastSwitch && sizeOf(this.#state.off) > 0) this.#set({ switchedOff: result });
  }

  /** A chosen token stays chosen while the same word stands there. */
  #isSameWord(token: number | null, { tokens }: Explanation): boolean {
    return token !== null && tokens[token]?.text === this.#state.inspected?.explanation.tokens[token]?.text;
  }

  /** An order by a token that is no more becomes the usual one. */
  #orderFor(tokens: number): State['order'] {
    const { order } = this.#state;
    return typeof order === 'object' && order.token >= tokens ? initialState.order : order;
  }

  #fail({ id, problem }: Message<'failed'>): void {
    const asked = [null, this.#lastInspect, this.#lastEffects, this.#lastSwitch];
    if (asked.includes(id)) this.#answered({ problem });
  }

  #answered(change: Partial<State>): void {
    clearTimeout(this.#waiting);
    this.#set({ ...change, isSlow: false });
  }

  #askAgain({ directory }: Message<'changed'>): void {
    if (directory !== this.#state.directory) return;
    this.#set({ before: null });
    this.#inspect();
  }

  #label({ directory, labels }: Message<'corpus'>): void {
    if (directory !== this.#state.directory) return;
    this.#set({ labels });
    this.#askNeuron();
  }

  #askNeuron(): void {
    const { directory, layer, neuron } = this.#state;
    if (directory === null || neuron === null) return;
    this.#lastNeuron = this.#questions++;
    this.#host.send({ kind: 'neuron', id: this.#lastNeuron, directory, layer, index: neuron });
  }

  #ifAsked(id: number, change: Partial<State>): void {
    if (id === this.#lastNeuron) this.#set(change);
  }

  #strongestNeuron(): number | null {
    return this.#state.inspected?.layers[this.#state.layer]?.allocated[0]?.index ?? null;
  }
}

const allOn = { off: [], switchedOff: null } as const;

const outdated = {
  message: 'This panel is of another version of SAFR Studio.',
  remedy: 'Close it and open it again.',
};
