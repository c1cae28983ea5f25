import { basename, dirname, extname } from 'node:path';
import * as vscode from 'vscode';
import { paretoPlot } from '../../../core/sweep/paretoPlot.ts';
import { tableText, type TableFormat } from '../../../core/sweep/tables.ts';
import {
  fromSweep,
  sweepVersion,
  type FromSweep,
  type SweepCell,
  type SweepPanelState,
  type ToSweep,
} from '../../../protocol/sweep.ts';
import { Coalescer } from '../../coalescer.ts';
import { titleOf } from '../../experiments/experiments.ts';
import { loadRuns } from '../../runs/loadRuns.ts';
import type { Studio } from '../../studio.ts';
import type { SweepState } from '../../sweeps/sweepStates.ts';
import { PanelHost } from '../panelHost.ts';
import { writeFile } from '../saveExport.ts';
import { sweepGrid, summaryOfSweep, sweepResult } from './sweepResult.ts';

/** Changes within so many milliseconds are drawn together. */
const coalescingMs = 150;

const formatOfExtension: Readonly<Record<string, TableFormat>> = { '.md': 'md', '.tex': 'latex', '.csv': 'csv' };

/** The panel of one experiment's sweep: sends it what to draw, as far as that changed. */
export class SweepPanel {
  readonly #studio: Studio;
  readonly #host: PanelHost<FromSweep, ToSweep>;
  readonly #experimentPath: string;
  #compare: string | null;
  /** What the page has, by the kind of message, and of each cell. */
  readonly #sent = new Map<string, string>();
  readonly #cells = new Map<number, string>();
  /** What its result was made of. */
  #summed: readonly unknown[] = [];

  constructor(studio: Studio, panel: vscode.WebviewPanel, { experimentPath, compare }: SweepPanelState) {
    this.#studio = studio;
    this.#experimentPath = experimentPath;
    this.#compare = compare;
    this.#host = new PanelHost(studio, panel, {
      name: 'sweep',
      title: `${studio.experiments.nameOf(experimentPath)}: Sweep`,
      version: sweepVersion,
      fromPanel: fromSweep,
      prepare: () => this.#load(),
      onReady: () => this.#begin(),
      onMessage: (message) => this.#handle(message),
    });
    const updates = new Coalescer(() => this.#host.run(() => this.#update()), coalescingMs);
    this.#host.disposables.add(
      updates,
      studio.sweeps.onDidChange((path) => path === experimentPath && updates.schedule()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => updates.schedule()),
    );
  }

  show(): void {
    this.#host.reveal();
  }

  get #state(): SweepState | undefined {
    return this.#studio.sweeps.get(this.#experimentPath);
  }

  async #load(): Promise<void> {
    if (this.#state) return;
    await loadRuns(this.#studio);
    await this.#studio.sweeps.update();
  }

  async #handle(message: Exclude<FromSweep, { kind: 'ready' }>): Promise<void> {
    const target = { experiment: this.#experimentPath };
    switch (message.kind) {
      case 'run':
        return vscode.commands.executeCommand('safr.runSweep', target);
      case 'stop':
        return vscode.commands.executeCommand('safr.stopSweep', target);
      case 'openExperiment':
        return void (await vscode.window.showTextDocument(vscode.Uri.file(this.#experimentPath)));
      case 'open':
        return this.#open(message.number);
      case 'compare':
        this.#compare = message.field;
        return this.#update();
      case 'copy':
        return this.#copy(message.form);
      case 'save':
        return message.what === 'plot' ? this.#savePlot() : this.#saveTables();
      default:
        message satisfies never;
    }
  }

  #begin(): void {
    this.#sent.clear();
    this.#cells.clear();
    this.#summed = [];
    this.#update();
  }

  #update(): void {
    if (!this.#host.isReady) return;
    const state = this.#state;
    this.#sendOnce({
      kind: 'overview',
      title: this.#studio.experiments.nameOf(this.#experimentPath),
      trusted: vscode.workspace.isTrusted,
      grid: state ? sweepGrid(state.sweep.elements) : null,
      state: { experimentPath: this.#experimentPath, compare: this.#compare },
    });
    this.#sendCells();
    this.#sendStatus();
    this.#sendResult(state);
  }

  #sendCells(): void {
    const views = this.#studio.sweeps.elements(this.#experimentPath);
    const all = views.map(({ directory, ...view }, i): SweepCell => ({
      number: i + 1,
      ...view,
      opens: directory !== null,
    }));
    const cells = all.filter((cell) => {
      const text = JSON.stringify(cell);
      const isNew = this.#cells.get(cell.number) !== text;
      this.#cells.set(cell.number, text);
      return isNew;
    });
    if (cells.length > 0) this.#host.send({ kind: 'cells', cells });
  }

  #sendStatus(): void {
    const running = this.#studio.sweeps.running(this.#experimentPath);
    if (!running)
      return this.#sendOnce({
        kind: 'status',
        status: { state: 'idle', seconds: null, secondsLeft: null, note: null },
      });
    const { seconds, secondsLeft, note, signal } = running;
    const status = signal.aborted
      ? { state: 'stopping' as const, seconds, secondsLeft: null, note }
      : { state: 'running' as const, seconds, secondsLeft, note };
    this.#sendOnce({ kind: 'status', status });
  }

  #sendResult(state: SweepState | undefined): void {
    const made = [state?.sweep, this.#compare, ...(state?.runs ?? [])];
    if (made.length === this.#summed.length && made.every((part, i) => part === this.#summed[i])) return;
    this.#summed = made;
    const result = state ? sweepResult(state, summaryOfSweep(state, this.#compare)) : null;
    this.#sendOnce({ kind: 'result', result });
  }

  #sendOnce(message: ToSweep): void {
    const text = JSON.stringify(message);
    if (this.#sent.get(message.kind) === text) return;
    this.#sent.set(message.kind, text);
    this.#host.send(message);
  }

  async #open(number: number): Promise<void> {
    const directory = this.#state?.runs[number - 1]?.directory;
    if (directory !== undefined) await vscode.commands.executeCommand('safr.openDashboard', { run: directory });
  }

  async #copy(form: TableFormat): Promise<void> {
    const state = this.#state;
    if (!state) return;
    await vscode.env.clipboard.writeText(tableText(summaryOfSweep(state, this.#compare), form));
    vscode.window.setStatusBarMessage('The table is copied.', 3000);
  }

  async #saveTables(): Promise<void> {
    const uri = await this.#askPlace('md', { Markdown: ['md'], LaTeX: ['tex'], CSV: ['csv'] });
    const state = this.#state;
    if (!uri || !state) return;
    const form = formatOfExtension[extname(uri.path)] ?? 'md';
    await writeFile(uri, tableText(summaryOfSweep(state, this.#compare), form));
  }

  async #savePlot(): Promise<void> {
    const uri = await this.#askPlace('svg', { 'SVG picture': ['svg'] });
    const state = this.#state;
    if (uri && state) await writeFile(uri, paretoPlot(summaryOfSweep(state, this.#compare)));
  }

  #askPlace(extension: string, filters: Record<string, string[]>): Thenable<vscode.Uri | undefined> {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(dirname(this.#experimentPath));
    const name = `${basename(titleOf(this.#experimentPath))}-sweep.${extension}`;
    return vscode.window.showSaveDialog({ defaultUri: vscode.Uri.joinPath(folder, name), filters });
  }
}
