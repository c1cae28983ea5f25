import * as vscode from 'vscode';
import { comparedUnits } from '../../../core/comparison/comparedUnits.ts';
import { compareRuns, type Comparison } from '../../../core/comparison/compareRuns.ts';
import { currentFeatures, namedFeatures } from '../../../core/runs/featureFiles.ts';
import type { UnitTable } from '../../../core/evaluation/features/unitTable.ts';
import type { DetailedRun, Run } from '../../../core/runs/readRun.ts';
import { UserError } from '../../../common/userError.ts';
import {
  compareVersion,
  minCompared,
  fromComparePanel,
  type CompareState,
  type FromComparePanel,
  type ToComparePanel,
} from '../../../protocol/compare.ts';
import type { Studio } from '../../studio.ts';
import { comparedRuns, titleOf } from './compareData.ts';
import { CompareLines } from './compareLines.ts';
import { NeuronComparisons } from './compareNeurons.ts';
import { NeuronEvaluations } from '../neurons/neuronEvaluations.ts';
import { testTexts } from '../neurons/neuronLines.ts';
import { PanelHost } from '../panelHost.ts';
import { saveExport } from '../saveExport.ts';

/** Changed predictions explained per request. */
const linesPerRequest = 6;
/** What the files of runs show. */
type ComparedFiles = Comparison & { readonly units: UnitTable | null };

/** Errors: as `currentFeatures`. */
async function unitsOf(runs: readonly DetailedRun[]): Promise<UnitTable | null> {
  const withFeatures = runs.map(async ({ directory, hasWeights, evaluation }) => {
    const stored = hasWeights ? (await currentFeatures(directory)).stored : [];
    return { evaluation, features: stored.map(namedFeatures) };
  });
  return comparedUnits(await Promise.all(withFeatures));
}

/** Why a comparison ends that the user stopped. */
const stopped = new UserError('the comparison was stopped', 'Start it again below.');

/** One panel of runs side by side: sends it what to draw, and compares neurons and predictions of the two that are chosen. */
export class ComparePanel {
  readonly #studio: Studio;
  readonly #host: PanelHost<FromComparePanel, ToComparePanel>;
  readonly #neurons: NeuronComparisons;
  readonly #evaluations = new NeuronEvaluations();
  #state: CompareState;
  #lines: CompareLines | null = null;
  /** The last comparison, and what was compared. */
  #comparison: {
    readonly runs: readonly Run[];
    readonly pair: string;
    readonly result: Promise<ComparedFiles>;
  } | null = null;
  /** Of the comparison of neurons that is under way. */
  #comparing = new AbortController();
  #explaining = new AbortController();
  /** Which of the two were evaluated when they were last compared. */
  #evaluated = '';

  constructor(studio: Studio, panel: vscode.WebviewPanel, state: CompareState) {
    this.#studio = studio;
    this.#state = state;
    this.#neurons = new NeuronComparisons(studio);
    this.#host = new PanelHost(studio, panel, {
      name: 'compare',
      title: 'Compare',
      version: compareVersion,
      fromPanel: fromComparePanel,
      prepare: () => Promise.all(this.#state.directories.map((directory) => studio.runs.refresh(directory))),
      onReady: () => this.#begin(),
      onMessage: (message) => this.#handle(message),
    });
    const isShown = (directory: string) => this.#state.directories.includes(directory);
    this.#host.disposables.add(
      studio.runs.onDidChange((directory) => isShown(directory) && this.#host.run(() => this.#update())),
      studio.jobs.onDidChange(() => this.#hasRuns() && this.#host.run(() => this.#sendRuns())),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#host.run(() => this.#begin())),
      { dispose: () => this.#cancel() },
    );
  }

  show(): void {
    this.#host.reveal();
  }

  async #handle(message: Exclude<FromComparePanel, { kind: 'ready' }>): Promise<void> {
    switch (message.kind) {
      case 'pair':
        this.#state = { ...this.#state, from: message.from, to: message.to };
        return this.#begin();
      case 'stop':
        return this.#comparing.abort(stopped);
      case 'again':
        return this.#compareNeurons();
      case 'moreLines':
        return this.#sendLines();
      case 'openText':
        return this.#openText(message.directory, message.index);
      case 'openNeuron':
        return this.#openNeuron(message.directory, message.layer, message.index);
      case 'evaluate':
        return vscode.commands.executeCommand('safr.evaluate', { run: message.directory });
      case 'export':
        return saveExport(message, vscode.Uri.file(this.#state.from));
      default:
        message satisfies never;
    }
  }

  /** Those of the runs that still exist. */
  get #runs(): Run[] {
    return this.#state.directories.flatMap((directory) => this.#studio.runs.get(directory) ?? []);
  }

  /** Sends everything and compares again. */
  #begin(): void {
    if (!this.#hasRuns()) return;
    this.#evaluated = this.#evaluationsOfPair();
    this.#host.run(() => this.#compareNeurons());
    this.#explaining.abort();
    // In this order: the page forgets the changed predictions of the pair before when it learns of another.
    this.#host.run(async () => {
      await this.#sendRuns();
      await this.#compareLines();
    });
  }

  /** A run changed: the two are compared again only when one of them was evaluated. */
  #update(): void {
    if (!this.#hasRuns()) return;
    if (this.#evaluated === this.#evaluationsOfPair()) this.#host.run(() => this.#sendRuns());
    else this.#begin();
  }

  #evaluationsOfPair(): string {
    const { from, to } = this.#state;
    return [from, to].map((directory) => Boolean(this.#studio.runs.get(directory)?.summary)).join();
  }

  /** Whether there are runs to compare; the page learns where there are none. */
  #hasRuns(): boolean {
    if (!this.#host.isReady) return false;
    const runs = this.#runs;
    if (runs.length < minCompared) {
      this.#host.send({ kind: 'deleted' });
      return false;
    }
    const [first, second] = runs.map(({ directory }) => directory);
    const exists = (directory: string) => runs.some((run) => run.directory === directory);
    if (!exists(this.#state.from) || !exists(this.#state.to))
      this.#state = { ...this.#state, from: first!, to: second! };
    return true;
  }

  async #sendRuns(): Promise<void> {
    const runs = this.#runs;
    const comparison = await this.#compared(runs);
    const shown = comparedRuns(runs, vscode.workspace.isTrusted, (run) => this.#isBusy(run));
    this.#host.title = titleOf(shown.map(({ name }) => name));
    const deleted = this.#state.directories.length - runs.length;
    this.#host.send({
      kind: 'runs',
      ...comparison,
      runs: shown,
      note: deleted === 0 ? null : `${deleted === 1 ? 'One run has' : `${deleted} runs have`} been deleted.`,
      state: this.#state,
    });
  }

  #isBusy({ experimentPath }: Run): boolean {
    return this.#studio.jobs.of(experimentPath) !== undefined;
  }

  /** Read again only when a run changed or others are chosen: jobs ask for it often. */
  #compared(runs: readonly Run[]): Promise<ComparedFiles> {
    const { from, to } = this.#state;
    const indexOf = (directory: string) => runs.findIndex((run) => run.directory === directory);
    const pair = [indexOf(from), indexOf(to)] as const;
    const last = this.#comparison;
    const isSame = last && last.pair === pair.join() && last.runs.length === runs.length;
    if (isSame && last.runs.every((run, i) => run === runs[i])) return last.result;
    const details = Promise.all(runs.map((run) => this.#studio.runs.details(run)));
    const result = details.then(async (each) => ({ ...compareRuns(each, pair), units: await unitsOf(each) }));
    this.#comparison = { runs, pair: pair.join(), result };
    return result;
  }

  async #compareNeurons(): Promise<void> {
    this.#comparing.abort();
    const { signal } = (this.#comparing = new AbortController());
    const { from, to } = this.#state;
    const send = (message: ToComparePanel) => this.#comparing.signal === signal && this.#host.send(message);
    try {
      const neurons = await this.#neurons.of(from, to, signal, (phase) => send({ kind: 'working', ...phase }));
      send({ kind: 'neurons', neurons });
    } catch (error) {
      const isSuperseded = signal.aborted && signal.reason !== stopped;
      if (!isSuperseded) send({ kind: 'noNeurons', problem: this.#host.problemOf(error) });
    }
  }

  async #compareLines(): Promise<void> {
    this.#explaining.abort();
    const { signal } = (this.#explaining = new AbortController());
    const { runs } = this.#studio;
    const { from, to } = this.#state;
    this.#lines = null;
    try {
      const details = await Promise.all([runs.details(runs.get(from)!), runs.details(runs.get(to)!)]);
      if (signal.aborted) return;
      this.#lines = new CompareLines(this.#studio, ...details);
      this.#host.send(this.#lines.summary);
      await this.#sendLines();
    } catch (error) {
      this.#host.send({ kind: 'noLines', problem: this.#host.problemOf(error) });
    }
  }

  async #sendLines(): Promise<void> {
    const { signal } = this.#explaining;
    try {
      for await (const line of this.#lines?.next(linesPerRequest, signal) ?? []) {
        if (!signal.aborted) this.#host.send({ kind: 'line', line });
      }
    } catch (error) {
      if (!signal.aborted) this.#host.send({ kind: 'noLines', problem: this.#host.problemOf(error) });
    }
  }

  async #openText(directory: string, index: number): Promise<void> {
    const [found] = await testTexts(this.#studio, directory, [index]);
    if (!found) return;
    const { text, label } = found;
    await vscode.commands.executeCommand('safr.openNeurons', { run: directory, text, label });
  }

  /** Opens the text with its strongest activation. */
  async #openNeuron(directory: string, layer: number, index: number): Promise<void> {
    const neuron = (await this.#evaluations.of(directory))?.neuron(layer, index);
    const sentence = neuron?.top.sentences[0];
    if (sentence !== undefined) await this.#openText(directory, sentence);
  }

  #cancel(): void {
    this.#comparing.abort();
    this.#explaining.abort();
  }
}
