import type {
  AttentionPart,
  CorpusLine,
  Explanation,
  NeuronsFromPanel,
  NeuronsState,
  NeuronsToPanel,
  NeuronSet,
} from '../../src/protocol/neurons.ts';
import type { Host } from '../shared/host.ts';
import { layersOf, type Inspected, type Layer } from './inspection.ts';
import { isKnown, withEffects } from './effects.ts';
import type { NeuronOrder } from './neuronOrder.ts';
import { sizeOf } from './neuronSets.ts';
import { PagesModel } from './pagesModel.ts';
import { NeuronsModelState } from './state.ts';

/** A text being typed is asked about when the typing pauses. */
const typingPauseMs = 120;
/** A question that is open for longer shows that the panel is busy. */
const slowAfterMs = 250;

type Message<K extends NeuronsToPanel['kind']> = Extract<NeuronsToPanel, { kind: K }>;
type WithoutId<T> = T extends { id: number } ? Omit<T, 'id'> : never;
type Question = Exclude<WithoutId<NeuronsFromPanel>, { kind: 'page' }>;

/** What a part of the panel is given that shows an inspected text. */
export interface InspectionProps {
  readonly model: NeuronsModel;
  readonly inspected: Inspected;
  /** The shown layer. */
  readonly layer: Layer;
}

/** Keeps the state: takes what the user does and what the extension answers, and asks the extension. */
export class NeuronsModel {
  readonly state = new NeuronsModelState();
  /** All neurons of the run, and the page of one. */
  readonly pages: PagesModel;
  readonly #host: Pick<Host<NeuronsFromPanel, NeuronsState>, 'send' | 'keep'>;
  #questions = 0;
  /** Id of the last question of each kind; answers to earlier ones are out of date. */
  readonly #lastAsked: Record<Question['kind'], number> = {
    ...{ inspect: -1, attention: -1, effects: -1, switchOff: -1, neuron: -1 },
  };
  #typing: ReturnType<typeof setTimeout> | undefined;
  #waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Pick<Host<NeuronsFromPanel, NeuronsState>, 'send' | 'keep'>) {
    this.#host = host;
    this.pages = new PagesModel(host, this.state, () => this.#keepShown());
  }

  chooseRun(directory: string): void {
    const { state } = this;
    if (directory === state.directory.value) return;
    state.directory.value = directory;
    state.autoencoders.value = [];
    this.#chooseUnits(undefined);
  }

  /** Shows the features of an autoencoder of the run; undefined: its neurons. */
  chooseFeatures(features: string | undefined): void {
    if (features !== this.state.features.value) this.#chooseUnits(features);
  }

  #chooseUnits(features: string | undefined): void {
    const { state } = this;
    state.features.value = features;
    state.before.value = state.labels.value = null;
    this.#setOff([]);
    this.#inspect();
    this.pages.restart();
  }

  editText(text: string): void {
    if (text === this.state.text.value) return;
    this.state.text.value = text;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#inspect(), typingPauseMs);
  }

  resetText(): void {
    this.state.text.value = this.state.original.value;
    this.#inspect();
  }

  chooseLayer(layer: number): void {
    this.state.layer.value = layer;
    this.#chooseStrongestNeuron();
  }

  /** Whether the list has the neurons of all layers. */
  listAll(isListOfAll: boolean): void {
    this.state.isListOfAll.value = isListOfAll;
    this.#askEffects();
  }

  /** Shows a part of the attention; null: the mean over layers and heads. */
  choosePart(part: AttentionPart | null): void {
    this.state.part.value = part;
    this.#askAttention();
  }

  showMatrix(isShown: boolean): void {
    if (isShown === this.state.isMatrixShown.value) return;
    this.state.isMatrixShown.value = isShown;
    if (isShown) this.#askAttention();
  }

  chooseOrder(order: NeuronOrder): void {
    this.state.order.value = order;
  }

  /** null: no token. */
  chooseToken(position: number | null): void {
    this.state.token.value = position;
  }

  chooseNeuron(index: number | null, layer = this.state.layer.value): void {
    this.state.layer.value = layer;
    this.state.neuron.value = index;
    this.#askNeuron();
    this.#askEffects();
  }

  /** Switches these neurons off, and all others on. */
  switchOff(off: NeuronSet): void {
    const { directory, text, original } = this.state;
    if (directory.value === null) return;
    this.#setOff(off);
    this.#keep(directory.value, text.value, original.value);
    this.#askSwitchedOff();
  }

  evaluate(): void {
    const directory = this.state.directory.value;
    if (directory !== null) this.#host.send({ kind: 'evaluate', directory });
  }

  openLine({ sentence, position }: CorpusLine): void {
    const directory = this.state.directory.value;
    if (directory !== null) this.#host.send({ kind: 'openLine', directory, sentence, position });
  }

  receive(message: NeuronsToPanel): void {
    const { state } = this;
    switch (message.kind) {
      case 'runs':
        state.runs.value = message.runs;
        break;
      case 'autoencoders':
        if (message.directory === state.directory.value) state.autoencoders.value = message.names;
        break;
      case 'show':
        return this.#show(message);
      case 'inspection':
        return this.#takeInspection(message);
      case 'effects':
        if (message.id === this.#lastAsked.effects) this.#takeEffects(message);
        break;
      case 'attention':
        if (message.id !== this.#lastAsked.attention) return;
        state.pairs.value = message.pairs;
        state.attention.value = message.weights;
        break;
      case 'switchedOff':
        if (message.id === this.#lastAsked.switchOff && sizeOf(state.off.value) > 0)
          state.switchedOff.value = message.result;
        break;
      case 'neuron':
        if (message.id !== this.#lastAsked.neuron) return;
        state.corpus.value = message.neuron;
        state.corpusProblem.value = message.problem;
        state.lines.value = undefined;
        break;
      case 'lines':
        if (message.id === this.#lastAsked.neuron) state.lines.value = message;
        break;
      case 'corpus':
        if (message.directory !== state.directory.value || message.features !== state.features.value) return;
        state.labels.value = message.labels;
        return this.#askNeuron();
      case 'changed':
        if (message.directory !== state.directory.value) return;
        state.before.value = null;
        this.pages.restart();
        return this.#inspect();
      case 'measuring':
      case 'neurons':
      case 'page':
      case 'pageLines':
      case 'pageEffects':
        return this.pages.receive(message);
      case 'failed':
        return this.#fail(message);
      case 'outdated':
        state.problem.value = outdated;
        break;
      default:
        message satisfies never;
    }
  }

  #show({ directory, features, text, original, label, marked, off, view, page }: Message<'show'>): void {
    const { state } = this;
    if (directory !== state.directory.value || features !== state.features.value) state.labels.value = null;
    if (directory !== state.directory.value) state.autoencoders.value = [];
    state.directory.value = directory;
    state.features.value = features;
    state.text.value = text;
    state.original.value = original;
    state.label.value = label;
    state.marked.value = marked;
    state.before.value = state.token.value = state.switchedOff.value = null;
    state.off.value = off;
    this.pages.show(view, page);
    if (text === '') this.#keep(directory, text, original);
    else this.#inspect();
  }

  #inspect(): void {
    clearTimeout(this.#typing);
    const { directory: run, text: shown, original: unedited, before, off, isEdited, isSlow } = this.state;
    const [directory, text] = [run.value, shown.value];
    if (directory === null) return;
    this.#keep(directory, text, unedited.value);
    const isOriginalWanted = before.value === null && isEdited.value && unedited.value.trim() !== '';
    const original = isOriginalWanted ? unedited.value : null;
    const features = this.state.features.value;
    this.#ask({ kind: 'inspect', directory, features, text, original, off: off.value });
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => (isSlow.value = true), slowAfterMs);
  }

  #takeInspection(message: Message<'inspection'>): void {
    const { id, explanation, unread, activations, heads, original } = message;
    const { directory, isEdited, inspected, before, problem, effects, layer, token, order, neuron, off } = this.state;
    const run = directory.value;
    if (id !== this.#lastAsked.inspect || run === null) return;
    const features = this.state.features.value;
    const isOtherRun = inspected.value?.directory !== run || inspected.value.features !== features;
    if (!isSameToken(token.value, inspected.value?.explanation, explanation)) token.value = null;
    order.value = orderFor(order.value, explanation.tokens.length);
    const [layers, marked] = [layersOf(explanation, activations), new Set(message.marked)];
    inspected.value = { directory: run, features, explanation, unread, layers, heads, marked };
    before.value = original ?? (isEdited.value ? before.value : explanation);
    problem.value = effects.value = null;
    if (isOtherRun) this.state.sortEffects.value = null;
    if (isOtherRun) this.state.part.value = null;
    layer.value = Math.min(layer.value, activations.length - 1);
    this.#stopWaiting();
    this.state.pairs.value = [];
    this.state.attention.value = null;
    this.#askAttention();
    if (neuron.value === null || isOtherRun) this.#chooseStrongestNeuron();
    else this.#askEffects();
    if (sizeOf(off.value) > 0) this.#askSwitchedOff();
  }

  #takeEffects({ margin, effects: measured }: Message<'effects'>): void {
    const { inspected, effects, sortEffects, listed } = this.state;
    if (!inspected.value) return;
    const known = withEffects(effects.value?.effects, measured, inspected.value.layers);
    effects.value = { margin, effects: known };
    if (listed.value.every((neuron) => isKnown(known, neuron))) sortEffects.value = known;
  }

  #fail({ id, problem }: Message<'failed'>): void {
    if (id !== null && !Object.values(this.#lastAsked).includes(id)) return;
    this.state.problem.value = problem;
    this.#stopWaiting();
  }

  #stopWaiting(): void {
    clearTimeout(this.#waiting);
    this.state.isSlow.value = false;
  }

  #chooseStrongestNeuron(): void {
    this.chooseNeuron(this.state.shownLayer.value?.allocated[0]?.index ?? null);
  }

  #setOff(off: NeuronSet): void {
    const isAllOn = sizeOf(off) === 0;
    this.state.off.value = isAllOn ? [] : off;
    if (isAllOn) this.state.switchedOff.value = null;
  }

  /** Also without any neuron: the extension remembers what it was last asked for. */
  #askSwitchedOff(): void {
    const { directory, features, text, off } = this.state;
    if (directory.value === null) return;
    const shown = { directory: directory.value, features: features.value, text: text.value };
    this.#ask({ kind: 'switchOff', ...shown, neurons: off.value });
  }

  /** The pairs of the mean come with the explanation; the matrix, which can be large, is asked for only where it is shown. */
  #askAttention(): void {
    const { directory, text, part, pairs, inspected, isMatrixShown } = this.state;
    this.#lastAsked.attention = -1;
    if (part.value === null) pairs.value = inspected.value?.explanation.pairs ?? [];
    if (directory.value === null || !inspected.value || (part.value === null && !isMatrixShown.value)) return;
    this.#ask({ kind: 'attention', directory: directory.value, text: text.value, part: part.value });
  }

  /** The chosen neuron first, then the others of the list whose effects are not known. */
  #askEffects(): void {
    const { directory, features, text, inspected, effects, listed, layer, neuron } = this.state;
    if (directory.value === null || !inspected.value) return;
    const chosen = neuron.value === null ? [] : [{ layer: layer.value, index: neuron.value }];
    const isChosen = (other: { layer: number; index: number }) =>
      other.layer === layer.value && other.index === neuron.value;
    const others = listed.value.filter((other) => !isChosen(other)).map(({ layer, index }) => ({ layer, index }));
    const neurons = [...chosen, ...others].filter((each) => !isKnown(effects.value?.effects, each));
    if (neurons.length === 0 && effects.value) return;
    this.#ask({
      ...{ kind: 'effects', directory: directory.value, features: features.value },
      ...{ text: text.value, neurons },
    });
  }

  #askNeuron(): void {
    const { directory, features, layer, neuron } = this.state;
    if (directory.value === null || neuron.value === null) return;
    const run = { directory: directory.value, features: features.value };
    this.#ask({ kind: 'neuron', ...run, layer: layer.value, index: neuron.value });
  }

  #ask(question: Question): void {
    const id = this.#questions++;
    this.#lastAsked[question.kind] = id;
    this.#host.send({ ...question, id });
  }

  #keep(directory: string, text: string, original: string): void {
    const { features, label, marked, off } = this.state;
    const { view, chosen } = this.pages;
    const shown = {
      directory,
      features: features.value,
      text,
      original,
      label: label.value,
      marked: marked.value,
      off: off.value,
    };
    this.#host.keep({ ...shown, view: view.value, page: chosen.value });
  }

  #keepShown(): void {
    const { directory, text, original } = this.state;
    if (directory.value !== null) this.#keep(directory.value, text.value, original.value);
  }
}

/** A chosen token stays chosen while the same word is at its position. */
function isSameToken(position: number | null, before: Explanation | undefined, after: Explanation): boolean {
  return position !== null && after.tokens[position]?.text === before?.tokens[position]?.text;
}

/** An order by a token that no longer exists becomes the default one. */
function orderFor(order: NeuronOrder, tokens: number): NeuronOrder {
  return typeof order === 'object' && order.token >= tokens ? 'label' : order;
}

const outdated = {
  message: 'SAFR Studio was updated while this panel was open.',
  remedy: 'Close the panel and open it again.',
};
