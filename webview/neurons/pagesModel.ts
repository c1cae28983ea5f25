import { computed, signal, type ReadonlySignal } from '@preact/signals';
import type {
  ClassEffect,
  ListedNeuron,
  NeuronPage,
  NeuronsFromPanel,
  NeuronsState,
  NeuronsToPanel,
  Problem,
  QuantileLines,
  View,
} from '../../src/protocol/neurons.ts';
import type { Host } from '../shared/host.ts';
import { findNeurons, type Sorting } from './neuronList.ts';

/** How long a copied link is confirmed. */
const confirmationMs = 2000;

interface NeuronNumber {
  readonly layer: number;
  readonly index: number;
}

/** The run whose neurons are shown, or the features of one of its autoencoders. */
interface ShownRun {
  readonly directory: ReadonlySignal<string | null>;
  readonly features: ReadonlySignal<string | undefined>;
}

type PageMessage = Extract<NeuronsToPanel, { kind: 'measuring' | 'neurons' | 'page' | 'pageLines' | 'pageEffects' }>;

/** The view of all neurons of a run: its list, and the page of the chosen one. Signals are assigned here only. */
export class PagesModel {
  readonly view = signal<View>('text');
  /** All neurons of the run; null until they are known, or where that was stopped. */
  readonly neurons = signal<readonly ListedNeuron[] | null>(null);
  readonly layers = signal(1);
  /** What is being done until they are known. */
  readonly measuring = signal<{ readonly phase: string; readonly share: number | null } | null>(null);
  readonly listProblem = signal<Problem | null>(null);
  readonly search = signal('');
  readonly sorting = signal<Sorting>('label');
  readonly chosen = signal<NeuronNumber | null>(null);
  /** Of the chosen neuron; undefined until they are known. */
  readonly page = signal<NeuronPage | undefined>(undefined);
  readonly lines = signal<readonly QuantileLines[] | undefined>(undefined);
  readonly effects = signal<readonly ClassEffect[] | undefined>(undefined);
  readonly problems = signal<Readonly<Record<'page' | 'lines' | 'effects', Problem | null>>>(noProblems);
  readonly isLinkCopied = signal(false);
  readonly found = computed(() => findNeurons(this.neurons.value ?? [], this.search.value, this.sorting.value));
  readonly #host: Pick<Host<NeuronsFromPanel, NeuronsState>, 'send'>;
  readonly #run: ShownRun;
  /** Called when what has to survive a reload of the window changes. */
  readonly #onChange: () => void;
  #asked = 0;

  constructor(host: Pick<Host<NeuronsFromPanel, NeuronsState>, 'send'>, run: ShownRun, onChange: () => void) {
    this.#host = host;
    this.#run = run;
    this.#onChange = onChange;
  }

  /** Shows what the panel is opened on, of the run that was just set. */
  show(view: View, page: NeuronNumber | null): void {
    this.#forget();
    this.chosen.value = page;
    this.view.value = view;
    if (view === 'neurons') this.#begin();
  }

  /** The run, its weights, or the choice between neurons and features are others now. */
  restart(): void {
    this.#forget();
    this.chosen.value = null;
    if (this.view.value === 'neurons') this.#begin();
  }

  chooseView(view: View): void {
    if (view === this.view.value) return;
    this.view.value = view;
    if (view === 'neurons' && this.neurons.value === null) this.#begin();
    this.#keep();
  }

  choose(neuron: NeuronNumber): void {
    this.chosen.value = neuron;
    this.#askPage();
    this.#keep();
  }

  /** Shows the page of a neuron of the text. */
  open(neuron: NeuronNumber): void {
    this.chosen.value = neuron;
    this.chooseView('neurons');
    this.#askPage();
  }

  measure(): void {
    this.#begin();
  }

  stop(): void {
    this.measuring.value = null;
    this.#host.send({ kind: 'stopMeasuring' });
  }

  copyLink(): void {
    const [directory, neuron] = [this.#run.directory.value, this.chosen.value];
    if (directory === null || neuron === null) return;
    this.#host.send({ kind: 'copyLink', directory, features: this.#run.features.value, ...neuron });
    this.isLinkCopied.value = true;
    setTimeout(() => (this.isLinkCopied.value = false), confirmationMs);
  }

  receive(message: PageMessage): void {
    switch (message.kind) {
      case 'measuring':
        if (this.#isShown(message)) this.measuring.value = message;
        return;
      case 'neurons':
        return this.#takeList(message);
      case 'page':
        if (message.id !== this.#asked) return;
        this.page.value = message.page ?? undefined;
        return this.#setProblem('page', message.problem);
      case 'pageLines':
        if (message.id !== this.#asked) return;
        this.lines.value = message.groups;
        return this.#setProblem('lines', message.problem);
      case 'pageEffects':
        if (message.id !== this.#asked) return;
        this.effects.value = message.effects;
        return this.#setProblem('effects', message.problem);
      default:
        message satisfies never;
    }
  }

  #isShown({ directory, features }: Extract<PageMessage, { kind: 'measuring' | 'neurons' }>): boolean {
    return directory === this.#run.directory.value && features === this.#run.features.value;
  }

  #takeList(message: Extract<PageMessage, { kind: 'neurons' }>): void {
    if (!this.#isShown(message)) return;
    const { layers, neurons, problem } = message;
    this.measuring.value = null;
    this.listProblem.value = problem;
    this.neurons.value = neurons;
    this.layers.value = Math.max(1, layers);
    if (neurons === null) return;
    const chosen = this.chosen.value ?? this.found.value[0];
    if (chosen) this.choose({ layer: chosen.layer, index: chosen.index });
  }

  #begin(): void {
    const directory = this.#run.directory.value;
    if (directory === null) return;
    this.listProblem.value = null;
    this.measuring.value = { phase: 'reading', share: null };
    this.#host.send({ kind: 'list', directory, features: this.#run.features.value });
  }

  #askPage(): void {
    const [directory, neuron] = [this.#run.directory.value, this.chosen.value];
    if (directory === null || neuron === null || this.neurons.value === null) return;
    this.#asked++;
    this.page.value = this.lines.value = this.effects.value = undefined;
    this.problems.value = noProblems;
    const { layer, index } = neuron;
    this.#host.send({ kind: 'page', id: this.#asked, directory, features: this.#run.features.value, layer, index });
  }

  #forget(): void {
    this.#asked++;
    this.neurons.value = this.measuring.value = this.listProblem.value = null;
    this.page.value = this.lines.value = this.effects.value = undefined;
    this.problems.value = noProblems;
  }

  #setProblem(part: 'page' | 'lines' | 'effects', problem: Problem | null): void {
    this.problems.value = { ...this.problems.value, [part]: problem };
  }

  #keep(): void {
    this.#host.send({ kind: 'view', view: this.view.value, page: this.chosen.value });
    this.#onChange();
  }
}

const noProblems = { page: null, lines: null, effects: null } as const;
