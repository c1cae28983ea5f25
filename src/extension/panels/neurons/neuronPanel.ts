import * as vscode from 'vscode';
import { markedTokens, shownMarks } from '../../../core/dataset/rationale.ts';
import { featureNames } from '../../../core/runs/featureFiles.ts';
import { weightsVersion } from '../../../core/runs/weightsVersion.ts';
import {
  neuronsFromPanel,
  neuronsVersion,
  type NeuronsFromPanel,
  type NeuronSet,
  type NeuronsState,
  type NeuronsToPanel,
} from '../../../protocol/neurons.ts';
import { openDataLine } from '../../editor/openDataLine.ts';
import type { Studio } from '../../studio.ts';
import type { CorpusNeuron } from '../../../core/evaluation/corpusNeurons.ts';
import { NeuronEvaluations, type EvaluatedNeurons } from './neuronEvaluations.ts';
import { corpusNeuron } from './neuronPages.ts';
import { neuronLines, testTexts } from './neuronLines.ts';
import { runAt, runChoices, type ExplainTarget } from './neuronTarget.ts';
import { PageAnswers } from './pageAnswers.ts';
import { PanelHost } from '../panelHost.ts';

type Question<K extends NeuronsFromPanel['kind']> = Extract<NeuronsFromPanel, { kind: K }>;

/** A text with what the data say of it. */
type DataSentence = Pick<ExplainTarget, 'text' | 'label' | 'marked'>;

/** Few neurons per request, so that a hover never waits long for the process that explains. */
const effectsPerRequest = 8;

/** Answers one panel: the page asks by run and text, and keeps them; this class has only its last request. */
export class NeuronPanel {
  readonly #studio: Studio;
  readonly #host: PanelHost<NeuronsFromPanel, NeuronsToPanel>;
  readonly #evaluations = new NeuronEvaluations();
  readonly #pages: PageAnswers;
  #shown: ExplainTarget | NeuronsState;
  #view: Pick<NeuronsState, 'view' | 'page'>;
  /** Of the questions about the text, and of those about a neuron. */
  #inspecting = new AbortController();
  #measuringEffects = new AbortController();
  #readingLines = new AbortController();
  /** The text before it was edited, with what the data say of it. */
  #original: Pick<NeuronsState, 'label' | 'marked'> & { readonly text: string } = { text: '', label: null, marked: [] };
  /** What the page has, so that only changes are sent. */
  #sent: {
    choices?: string;
    autoencoders?: string;
    weights?: number;
    corpus?: { of: string; neurons: EvaluatedNeurons | null };
  } = {};

  constructor(studio: Studio, panel: vscode.WebviewPanel, shown: ExplainTarget | NeuronsState) {
    this.#studio = studio;
    this.#shown = shown;
    this.#view = viewOf(shown);
    this.#host = new PanelHost(studio, panel, {
      name: 'neurons',
      title: 'Neurons',
      version: neuronsVersion,
      fromPanel: neuronsFromPanel,
      onReady: () => this.#begin(),
      onMessage: (message) => this.#handle(message),
    });
    this.#pages = new PageAnswers(studio, this.#host);
    this.#host.disposables.add(
      studio.runs.onDidChange((directory) => this.#host.run(() => this.#updateRun(directory))),
      studio.jobs.onDidChange(() => this.#host.run(() => this.#sendRuns())),
      vscode.workspace.onDidGrantWorkspaceTrust(() =>
        this.#host.send({ kind: 'changed', directory: this.#shown.directory }),
      ),
      { dispose: () => this.#cancel() },
    );
  }

  /** Brings it to the front with another text. */
  show(shown: ExplainTarget | NeuronsState): void {
    delete this.#sent.corpus;
    this.#shown = shown;
    this.#view = viewOf(shown);
    this.#host.reveal();
    if (this.#host.isReady) this.#host.run(() => this.#open());
  }

  async #handle(message: Exclude<NeuronsFromPanel, { kind: 'ready' }>): Promise<void> {
    switch (message.kind) {
      case 'inspect':
        return this.#inspect(message);
      case 'attention':
        return this.#sendAttention(message);
      case 'effects':
        return this.#sendEffects(message);
      case 'switchOff':
        return this.#switchOff(message);
      case 'neuron':
        return this.#sendNeuron(message);
      case 'openLine':
        return this.#openLine(message);
      case 'list':
        return this.#pages.list(message);
      case 'stopMeasuring':
        return this.#pages.stopMeasuring();
      case 'page':
        return this.#pages.page(message);
      case 'copyLink':
        return this.#pages.copyLink(message);
      case 'view':
        this.#view = message;
        return;
      case 'evaluate':
        return vscode.commands.executeCommand('safr.evaluate', { run: message.directory });
      default:
        message satisfies never;
    }
  }

  async #begin(): Promise<void> {
    this.#sent = {};
    await this.#open();
  }

  async #open(): Promise<void> {
    const shown = this.#shown;
    const { directory, features } = shown;
    try {
      if (!this.#studio.runs.get(directory)) await this.#studio.runs.refresh(directory);
      this.#sendRuns();
    } catch (error) {
      return this.#host.send({ kind: 'failed', id: null, problem: this.#host.problemOf(error) });
    }
    const opened: DataSentence = shown.text === undefined ? await this.#firstSentence(directory) : shown;
    if (this.#shown !== shown) return;
    const { text = '', marked = [] } = opened;
    const label = opened.label || null; // '': the data have texts without labels
    const { original, off } = 'original' in shown ? shown : { original: text, off: [] };
    this.#original = { text: original, label, marked };
    const { view, page } = this.#view;
    this.#host.send({ kind: 'show', directory, features, text, original, label, marked, off, view, page });
    await this.#sendAutoencoders(directory);
  }

  /** Of the test split; empty, with the problem sent to the page, if the data cannot be read. */
  async #firstSentence(directory: string): Promise<DataSentence> {
    try {
      const [first] = await testTexts(this.#studio, directory, [0]);
      return first ? { text: first.text, label: first.label, marked: shownMarks(first.rationales) } : {};
    } catch (error) {
      this.#host.send({ kind: 'failed', id: null, problem: this.#host.problemOf(error) });
      return {};
    }
  }

  async #inspect({ id, directory, features, text, original, off }: Question<'inspect'>): Promise<void> {
    this.#inspecting.abort();
    const { signal } = (this.#inspecting = new AbortController());
    const { directory: shownRun, features: shownFeatures } = this.#shown;
    if (directory !== shownRun || features !== shownFeatures) delete this.#sent.corpus; // the page forgot its labels
    this.#setShown(directory, features, text, off);
    this.#sendRuns();
    await this.#answer(id, signal, async () => {
      this.#sent.weights = await weightsVersion(directory);
      runAt(this.#studio, directory); // its error
      const { inference } = this.#studio;
      const { explanation, unread, activations, heads } = await inference.request(
        'inspect',
        { directory, features, text },
        signal,
      );
      const before =
        original === null ? null : await inference.request('explain', { directory, features, text: original }, signal);
      this.#host.send({
        kind: 'inspection',
        id,
        explanation,
        unread: [...unread],
        activations: activations.map((layer) => new Float32Array(layer)),
        heads,
        original: before,
        marked: text === this.#original.text ? markedTokens(text, explanation.words, this.#original.marked) : [],
      });
      await this.#sendCorpus(directory, features);
      await this.#sendAutoencoders(directory);
    });
  }

  async #sendAttention({ id, directory, text, part }: Question<'attention'>): Promise<void> {
    const { signal } = this.#inspecting;
    await this.#answer(id, signal, async () => {
      const { pairs, weights } = await this.#studio.inference.request('attention', { directory, text, part }, signal);
      this.#host.send({ kind: 'attention', id, pairs: [...pairs], weights: new Float32Array(weights) });
    });
  }

  async #sendEffects({ id, directory, features, text, neurons }: Question<'effects'>): Promise<void> {
    this.#measuringEffects.abort();
    this.#measuringEffects = new AbortController();
    const signal = AbortSignal.any([this.#inspecting.signal, this.#measuringEffects.signal]);
    await this.#answer(id, signal, async () => {
      // Without neurons too, for the margin.
      for (let i = 0; i < Math.max(1, neurons.length); i += effectsPerRequest) {
        const next = neurons.slice(i, i + effectsPerRequest);
        const params = { directory, features, text, neurons: byLayer(next) };
        const { margin, effects } = await this.#studio.inference.request('effects', params, signal);
        const measured = next.map((neuron) => ({ ...neuron, effect: effects[neuron.layer]![neuron.index]! }));
        this.#host.send({ kind: 'effects', id, margin, effects: measured });
      }
    });
  }

  async #switchOff({ id, directory, features, text, neurons }: Question<'switchOff'>): Promise<void> {
    const { signal } = this.#inspecting;
    this.#setShown(directory, features, text, neurons);
    await this.#answer(id, signal, async () => {
      const params = { directory, features, text, neurons: neurons.map((layer) => [...layer]) };
      const result = await this.#studio.inference.request('switchOff', params, signal);
      this.#host.send({ kind: 'switchedOff', id, result });
    });
  }

  #setShown(directory: string, features: string | undefined, text: string, off: NeuronSet): void {
    const { text: original, label, marked } = this.#original;
    this.#shown = { directory, features, text, original, label, marked, off, ...this.#view };
  }

  /** Sends the page what goes wrong, unless another text has been asked about since. */
  async #answer(id: number, signal: AbortSignal, ask: () => Promise<void>): Promise<void> {
    try {
      await ask();
    } catch (error) {
      if (!signal.aborted) this.#host.send({ kind: 'failed', id, problem: this.#host.problemOf(error) });
    }
  }

  #sendRuns(): void {
    if (!this.#host.isReady) return;
    const runs = runChoices(this.#studio, this.#shown.directory);
    const choices = JSON.stringify(runs);
    if (this.#sent.choices === choices) return;
    this.#sent.choices = choices;
    this.#host.send({ kind: 'runs', runs });
  }

  async #updateRun(directory: string): Promise<void> {
    this.#sendRuns();
    if (directory !== this.#shown.directory || !this.#host.isReady) return;
    const { weights } = this.#sent;
    if (weights !== undefined && weights !== (await weightsVersion(directory)))
      this.#host.send({ kind: 'changed', directory });
    await this.#sendCorpus(directory, this.#shown.features);
    await this.#sendAutoencoders(directory);
  }

  async #sendAutoencoders(directory: string): Promise<void> {
    const names = await featureNames(directory);
    const sent = [directory, ...names].join('\n');
    if (this.#sent.autoencoders === sent) return;
    this.#sent.autoencoders = sent;
    this.#host.send({ kind: 'autoencoders', directory, names });
  }

  async #sendCorpus(directory: string, features: string | undefined): Promise<void> {
    const neurons = await this.#evaluations.of(directory, features);
    const { corpus } = this.#sent;
    const of = [directory, features].join('\n');
    if (corpus?.of === of && corpus.neurons === neurons) return;
    this.#sent.corpus = { of, neurons };
    const labels = neurons && neurons.labels.map((layer) => [...layer]);
    this.#host.send({ kind: 'corpus', directory, features, labels });
  }

  async #sendNeuron(question: Question<'neuron'>): Promise<void> {
    const { id, directory } = question;
    this.#readingLines.abort();
    const { signal } = (this.#readingLines = new AbortController());
    const stored = await this.#storedNeuron(question);
    if (!stored) return;
    try {
      const lines = await neuronLines(this.#studio, runAt(this.#studio, directory), stored, signal);
      this.#host.send({ kind: 'lines', id, lines, problem: null });
    } catch (error) {
      if (!signal.aborted) this.#host.send({ kind: 'lines', id, lines: [], problem: this.#host.problemOf(error) });
    }
  }

  /** Sends a neuron as the run's evaluation has it, or why it cannot be read; undefined if there is none or it cannot be read. */
  async #storedNeuron({
    id,
    directory,
    features,
    layer,
    index,
  }: Question<'neuron'>): Promise<CorpusNeuron | undefined> {
    try {
      const corpus = await this.#evaluations.of(directory, features);
      const stored = corpus?.neuron(layer, index);
      const classes = this.#studio.runs.get(directory)?.classes ?? [];
      this.#host.send({
        kind: 'neuron',
        id,
        neuron: corpus && stored ? corpusNeuron(stored, (id) => corpus.word(id), classes) : null,
        problem: null,
      });
      return stored;
    } catch (error) {
      this.#host.send({ kind: 'neuron', id, neuron: null, problem: this.#host.problemOf(error) });
      return undefined;
    }
  }

  async #openLine({ directory, sentence, position }: Question<'openLine'>): Promise<void> {
    const [text] = await testTexts(this.#studio, directory, [sentence]);
    if (text) await openDataLine(this.#studio, { directory, split: 'test', text, token: position });
  }

  #cancel(): void {
    this.#inspecting.abort();
    this.#measuringEffects.abort();
    this.#readingLines.abort();
    this.#pages.cancel();
  }
}

/** A text, unless the panel is opened on a neuron or restored with one. */
function viewOf(shown: ExplainTarget | NeuronsState): Pick<NeuronsState, 'view' | 'page'> {
  if ('view' in shown) return { view: shown.view, page: shown.page };
  return { view: shown.page ? 'neurons' : 'text', page: shown.page ?? null };
}

/** The numbers of neurons, layer by layer. */
function byLayer(neurons: Question<'effects'>['neurons']): number[][] {
  const layers = Math.max(-1, ...neurons.map(({ layer }) => layer)) + 1;
  return Array.from({ length: layers }, (_, l) => neurons.filter(({ layer }) => layer === l).map(({ index }) => index));
}
