import * as vscode from 'vscode';
import { makeTokenizer } from '../../../core/dataset/tokenizer.ts';
import type { Run } from '../../../core/runs/readRun.ts';
import { weightsVersion } from '../../../core/runs/weightsVersion.ts';
import { UserError } from '../../../common/userError.ts';
import {
  neuronsFromPanel,
  neuronsVersion,
  type NeuronsFromPanel,
  type NeuronsState,
  type NeuronsToPanel,
  type Problem,
} from '../../../protocol/neurons.ts';
import { openDataLine } from '../../editor/openDataLine.ts';
import type { Studio } from '../../studio.ts';
import { NeuronEvaluations, type EvaluatedNeurons, type StoredNeuron } from './neuronEvaluations.ts';
import { neuronLines, testTexts } from './neuronLines.ts';
import { runChoices } from './neuronRuns.ts';
import type { ExplainTarget } from './neuronTarget.ts';
import { panelHtml } from '../panelHtml.ts';

type Question<K extends NeuronsFromPanel['kind']> = Extract<NeuronsFromPanel, { kind: K }>;

/** Answers one panel: the panel asks by run and text, and keeps them; here is only what it last asked for. */
export class NeuronPanel {
  readonly #studio: Studio;
  readonly #panel: vscode.WebviewPanel;
  readonly #evaluations = new NeuronEvaluations();
  readonly #subscriptions: vscode.Disposable[];
  #shown: ExplainTarget | NeuronsState;
  #isReady = false;
  #inspecting = new vscode.CancellationTokenSource();
  #following = new vscode.CancellationTokenSource();
  /** What the panel was last told of, to tell it changes only. */
  #told: { choices?: string; weights?: number; corpus?: { directory: string; neurons: EvaluatedNeurons | null } } = {};

  constructor(studio: Studio, panel: vscode.WebviewPanel, shown: ExplainTarget | NeuronsState) {
    this.#studio = studio;
    this.#panel = panel;
    this.#shown = shown;
    this.#subscriptions = [
      panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      studio.runs.onDidChange((directory) => void this.#runChanged(directory)),
      studio.jobs.onDidChange(() => this.#tellRuns()),
      vscode.workspace.onDidGrantWorkspaceTrust(() =>
        this.#send({ kind: 'changed', directory: this.#shown.directory }),
      ),
    ];
    panel.webview.html = panelHtml(panel.webview, studio.context.extensionUri, 'neurons', 'Neurons');
    panel.onDidDispose(() => this.#dispose());
  }

  /** Brings it to the front with another text. */
  show(shown: ExplainTarget): void {
    delete this.#told.corpus;
    this.#shown = shown;
    this.#panel.reveal();
    if (this.#isReady) void this.#open();
  }

  #send(message: NeuronsToPanel): void {
    if (this.#isReady) void this.#panel.webview.postMessage(message);
  }

  #receive(data: unknown): void {
    const { data: message, error } = neuronsFromPanel.safeParse(data);
    if (!message) return this.#studio.log.error(`neuron panel: a message of an unknown form: ${error.message}`);
    if (message.kind === 'ready') this.#begin(message.version);
    else if (message.kind === 'inspect') void this.#inspect(message);
    else if (message.kind === 'effects') void this.#tellEffects(message);
    else if (message.kind === 'switchOff') void this.#switchOff(message);
    else if (message.kind === 'neuron') void this.#tellNeuron(message);
    else if (message.kind === 'openLine') void this.#openLine(message);
    else if (message.kind === 'evaluate')
      void vscode.commands.executeCommand('safr.evaluate', { run: message.directory });
    else message satisfies never;
  }

  #begin(version: number): void {
    this.#isReady = true;
    this.#told = {};
    if (version !== neuronsVersion) return this.#send({ kind: 'outdated' });
    void this.#open();
  }

  async #open(): Promise<void> {
    const shown = this.#shown;
    const { directory } = shown;
    if (!this.#studio.runs.get(directory)) await this.#studio.runs.refresh(directory);
    this.#tellRuns();
    const text = shown.text ?? (await this.#firstSentence(directory));
    if (this.#shown !== shown) return;
    const kept = 'original' in shown ? shown : { original: text, off: [] };
    this.#send({ kind: 'show', directory, text, original: kept.original, off: kept.off });
  }

  /** Of the test split; empty, and the panel is told why, where the data cannot be read. */
  async #firstSentence(directory: string): Promise<string> {
    try {
      const texts = await testTexts(this.#studio, directory, [0]);
      return texts[0]?.text ?? '';
    } catch (error) {
      this.#send({ kind: 'failed', id: null, problem: this.#problemOf(error) });
      return '';
    }
  }

  async #inspect({ id, directory, text, original, off }: Question<'inspect'>): Promise<void> {
    this.#inspecting.cancel();
    const { token } = (this.#inspecting = new vscode.CancellationTokenSource());
    if (directory !== this.#shown.directory) delete this.#told.corpus; // the panel forgot its labels
    this.#shown = { directory, text, original: original ?? text, off };
    this.#tellRuns();
    this.#told.weights = await weightsVersion(directory);
    await this.#answer(id, token, async () => {
      const run = this.#runOf(directory);
      const { inference } = this.#studio;
      const { explanation, activations } = await inference.request('inspect', { directory, text }, token);
      const before =
        original === null ? null : await inference.request('explain', { directory, text: original }, token);
      const unread = makeTokenizer(run.experiment.tokenizer)(text).slice(explanation.tokens.length);
      this.#send({
        kind: 'inspection',
        id,
        explanation,
        unread,
        activations: activations.map((layer) => new Float32Array(layer)),
        original: before,
      });
      await this.#tellCorpus(directory);
    });
  }

  async #tellEffects({ id, directory, text }: Question<'effects'>): Promise<void> {
    const { token } = this.#inspecting;
    await this.#answer(id, token, async () => {
      const { margin, effects } = await this.#studio.inference.request('effects', { directory, text }, token);
      this.#send({ kind: 'effects', id, margin, effects: effects.map((layer) => new Float32Array(layer)) });
    });
  }

  async #switchOff({ id, directory, text, neurons }: Question<'switchOff'>): Promise<void> {
    const { token } = this.#inspecting;
    this.#shown = { original: text, ...this.#shown, directory, text, off: neurons };
    await this.#answer(id, token, async () => {
      const params = { directory, text, neurons: neurons.map((layer) => [...layer]) };
      this.#send({ kind: 'switchedOff', id, result: await this.#studio.inference.request('switchOff', params, token) });
    });
  }

  /** Tells the panel of what goes wrong, unless another text has been asked about since. */
  async #answer(id: number, token: vscode.CancellationToken, ask: () => Promise<void>): Promise<void> {
    try {
      await ask();
    } catch (error) {
      if (error instanceof vscode.CancellationError || token.isCancellationRequested) return;
      this.#send({ kind: 'failed', id, problem: this.#problemOf(error) });
    }
  }

  #runOf(directory: string): Run {
    const run = this.#studio.runs.get(directory);
    if (!run) throw new UserError(`${directory}: this run is gone`, 'Choose another run, or train again.');
    return run;
  }

  #tellRuns(): void {
    const runs = runChoices(this.#studio, this.#shown.directory);
    const choices = JSON.stringify(runs);
    if (this.#told.choices === choices) return;
    this.#told.choices = choices;
    this.#send({ kind: 'runs', runs });
  }

  async #runChanged(directory: string): Promise<void> {
    this.#tellRuns();
    if (directory !== this.#shown.directory) return;
    const { weights } = this.#told;
    if (weights !== undefined && weights !== (await weightsVersion(directory)))
      this.#send({ kind: 'changed', directory });
    await this.#tellCorpus(directory);
  }

  async #tellCorpus(directory: string): Promise<void> {
    const neurons = await this.#evaluations.of(directory);
    const { corpus } = this.#told;
    if (corpus?.directory === directory && corpus.neurons === neurons) return;
    this.#told.corpus = { directory, neurons };
    this.#send({ kind: 'corpus', directory, labels: neurons && neurons.labels.map((layer) => [...layer]) });
  }

  async #tellNeuron({ id, directory, layer, index }: Question<'neuron'>): Promise<void> {
    this.#following.cancel();
    const { token } = (this.#following = new vscode.CancellationTokenSource());
    const corpus = await this.#evaluations.of(directory);
    const stored = corpus?.neuron(layer, index);
    const classes = this.#studio.runs.get(directory)?.classes ?? [];
    if (!corpus || !stored) return this.#send({ kind: 'neuron', id, neuron: null });
    this.#send({ kind: 'neuron', id, neuron: named(stored, corpus, classes) });
    try {
      this.#send({
        kind: 'lines',
        id,
        lines: await neuronLines(this.#studio, this.#runOf(directory), stored, token),
        problem: null,
      });
    } catch (error) {
      if (error instanceof vscode.CancellationError) return;
      this.#send({ kind: 'lines', id, lines: [], problem: this.#problemOf(error) });
    }
  }

  async #openLine({ directory, sentence, position }: Question<'openLine'>): Promise<void> {
    try {
      const [text] = await testTexts(this.#studio, directory, [sentence]);
      if (text) await openDataLine(this.#studio, { directory, split: 'test', text, token: position });
    } catch (error) {
      const { message, remedy } = this.#problemOf(error);
      void vscode.window.showErrorMessage(`${message} ${remedy}`);
    }
  }

  #problemOf(error: unknown): Problem {
    if (error instanceof UserError) return { message: error.message, remedy: error.remedy };
    this.#studio.log.error(error instanceof Error ? error : String(error));
    return {
      message: error instanceof Error ? error.message : String(error),
      remedy: 'See the log: “SAFR: Show Log”.',
    };
  }

  #dispose(): void {
    this.#isReady = false;
    this.#inspecting.cancel();
    this.#following.cancel();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}

/** With words and classes by their names. */
function named(
  { words, meanByClass, top, ...rest }: StoredNeuron,
  corpus: EvaluatedNeurons,
  classes: readonly string[],
) {
  return {
    ...rest,
    words: words.map(([id, count]) => ({ word: corpus.word(id), count })),
    meanByClass: meanByClass.map((mean, c) => ({ class: classes[c] ?? String(c), mean })),
    strongest: top.values.length,
  };
}
