import * as vscode from 'vscode';
import type { Run } from '../../../core/runs/readRun.ts';
import { UserError } from '../../../common/userError.ts';
import {
  compareVersion,
  minCompared,
  fromComparePanel,
  type CompareState,
  type FromComparePanel,
  type Problem,
  type ToComparePanel,
} from '../../../protocol/compare.ts';
import type { Studio } from '../../studio.ts';
import { comparedRuns } from './compareData.ts';
import { CompareLines } from './compareLines.ts';
import { NeuronComparisons } from './compareNeurons.ts';
import { NeuronEvaluations } from '../neurons/neuronEvaluations.ts';
import { testTexts } from '../neurons/neuronLines.ts';
import { panelHtml } from '../panelHtml.ts';
import { saveExport } from '../saveExport.ts';

/** Changed predictions explained at once. */
const linesAtOnce = 6;

/** One panel of runs side by side: tells it what to draw, and has the two that are chosen taken apart. */
export class ComparePanel {
  readonly #neurons: NeuronComparisons;
  readonly #evaluations = new NeuronEvaluations();
  #ready = false;
  #lines: CompareLines | null = null;
  /** Of the comparison at hand. */
  #comparing = new AbortController();
  #explaining = new vscode.CancellationTokenSource();
  /** Whether the two were evaluated when they were last taken apart. */
  #evaluated = '';
  private readonly studio: Studio;
  private readonly panel: vscode.WebviewPanel;
  private state: CompareState;

  constructor(studio: Studio, panel: vscode.WebviewPanel, state: CompareState) {
    this.studio = studio;
    this.panel = panel;
    this.state = state;
    const { runs, jobs } = studio;
    this.#neurons = new NeuronComparisons(studio);
    const isShown = (directory: string) => this.state.directories.includes(directory);
    const subscriptions = [
      panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      panel.onDidChangeViewState(() => (this.#ready &&= panel.visible)), // a hidden panel's document is gone
      runs.onDidChange((directory) => isShown(directory) && this.#update()),
      jobs.onDidChange(() => this.#tellRuns()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#begin()),
    ];
    panel.onDidDispose(() => {
      this.#ready = false;
      this.#cancel();
      vscode.Disposable.from(...subscriptions).dispose();
    });
    panel.webview.html = panelHtml(panel.webview, studio.context.extensionUri, 'compare', 'Compare');
  }

  #receive(data: unknown): void {
    const { data: message, error } = fromComparePanel.safeParse(data);
    if (!message) return this.studio.log.error(`compare panel: a message of an unknown form: ${error.message}`);
    this.#obey(message).catch((reason: unknown) => this.studio.log.error(String(reason)));
  }

  async #obey(message: FromComparePanel): Promise<void> {
    switch (message.kind) {
      case 'ready':
        return this.#open(message.version);
      case 'pair':
        this.state = { ...this.state, from: message.from, to: message.to };
        return this.#begin();
      case 'stop':
        return this.#comparing.abort(new UserError('the comparison was stopped', 'Start it again below.'));
      case 'again':
        return this.#compareNeurons();
      case 'moreLines':
        return this.#tellLines();
      case 'openText':
        return this.#openText(message.directory, message.index);
      case 'openNeuron':
        return this.#openNeuron(message.directory, message.layer, message.index);
      case 'evaluate':
        return vscode.commands.executeCommand('safr.evaluate', { run: message.directory });
      case 'export':
        return saveExport(message, vscode.Uri.file(this.state.from));
      default:
        message satisfies never;
    }
  }

  async #open(version: number): Promise<void> {
    this.#ready = true;
    if (version !== compareVersion) return this.#send({ kind: 'outdated' });
    // After a reload of the window the runs may not have been read yet.
    await Promise.all(this.state.directories.map((directory) => this.studio.runs.refresh(directory)));
    this.#begin();
  }

  /** Of the runs that are left. */
  get #runs(): Run[] {
    return this.state.directories.flatMap((directory) => this.studio.runs.get(directory) ?? []);
  }

  /** All of it, from the start. */
  #begin(): void {
    if (!this.#ready || !this.#tellRuns()) return;
    this.#evaluated = this.#evaluationsOfPair();
    void this.#compareNeurons();
    void this.#compareLines();
  }

  /** A run changed: only an evaluation of the two makes their comparison another one. */
  #update(): void {
    if (this.#tellRuns() && this.#evaluated !== this.#evaluationsOfPair()) this.#begin();
  }

  #evaluationsOfPair(): string {
    const { from, to } = this.state;
    return [from, to].map((directory) => Boolean(this.studio.runs.get(directory)?.evaluation)).join();
  }

  /** Whether there are runs to compare. */
  #tellRuns(): boolean {
    const runs = this.#runs;
    if (runs.length < minCompared) {
      this.#send({ kind: 'gone' });
      return false;
    }
    const [first, second] = runs.map(({ directory }) => directory);
    const isThere = (directory: string) => runs.some((run) => run.directory === directory);
    if (!isThere(this.state.from) || !isThere(this.state.to)) this.state = { ...this.state, from: first!, to: second! };
    const gone = this.state.directories.length - runs.length;
    const busy = ({ experimentPath }: Run) => this.studio.jobs.of(experimentPath) !== undefined;
    this.#send({
      kind: 'runs',
      ...comparedRuns(runs, vscode.workspace.isTrusted, busy),
      note: gone === 0 ? null : `${gone === 1 ? 'One run is' : `${gone} runs are`} not there any more.`,
      state: this.state,
    });
    return true;
  }

  async #compareNeurons(): Promise<void> {
    this.#comparing.abort();
    const { signal } = (this.#comparing = new AbortController());
    const { from, to } = this.state;
    const send = (message: ToComparePanel) => this.#comparing.signal === signal && this.#send(message);
    try {
      const neurons = await this.#neurons.of(from, to, signal, (phase) => send({ kind: 'working', ...phase }));
      send({ kind: 'neurons', neurons });
    } catch (error) {
      send({ kind: 'noNeurons', problem: this.#problemOf(error) });
    }
  }

  async #compareLines(): Promise<void> {
    this.#explaining.cancel();
    this.#explaining = new vscode.CancellationTokenSource();
    const [from, to] = [this.studio.runs.get(this.state.from), this.studio.runs.get(this.state.to)];
    this.#lines = null;
    try {
      this.#lines = new CompareLines(this.studio, from!, to!);
      this.#send(this.#lines.summary);
      await this.#tellLines();
    } catch (error) {
      this.#send({ kind: 'noLines', problem: this.#problemOf(error) });
    }
  }

  async #tellLines(): Promise<void> {
    const { token } = this.#explaining;
    try {
      for await (const line of this.#lines?.next(linesAtOnce, token) ?? []) {
        if (!token.isCancellationRequested) this.#send({ kind: 'line', line });
      }
    } catch (error) {
      if (!token.isCancellationRequested) this.#send({ kind: 'noLines', problem: this.#problemOf(error) });
    }
  }

  async #openText(directory: string, index: number): Promise<void> {
    const [text] = await testTexts(this.studio, directory, [index]);
    if (text) await vscode.commands.executeCommand('safr.openNeurons', { run: directory, text: text.text });
  }

  /** On the text that fires it most. */
  async #openNeuron(directory: string, layer: number, index: number): Promise<void> {
    const neuron = (await this.#evaluations.of(directory))?.neuron(layer, index);
    const sentence = neuron?.top.sentences[0];
    if (sentence !== undefined) await this.#openText(directory, sentence);
  }

  #send(message: ToComparePanel): void {
    if (this.#ready) void this.panel.webview.postMessage(message);
  }

  #cancel(): void {
    this.#comparing.abort();
    this.#explaining.cancel();
  }

  #problemOf(error: unknown): Problem {
    if (error instanceof UserError) return { message: error.message, remedy: error.remedy };
    this.studio.log.error(error instanceof Error ? error : String(error));
    return {
      message: error instanceof Error ? error.message : String(error),
      remedy: 'See the log: “SAFR: Show Log”.',
    };
  }
}
