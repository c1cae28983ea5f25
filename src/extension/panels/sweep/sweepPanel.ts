import { basename, dirname, extname } from 'node:path';
import * as vscode from 'vscode';
import { paretoPlot } from '../../../core/sweep/paretoPlot.ts';
import { tableText, type TableFormat } from '../../../core/sweep/tables.ts';
import { fromSweep, sweepVersion, type FromSweep, type SweepCell, type ToSweep } from '../../../protocol/sweep.ts';
import { titleOf } from '../../experiments/experiments.ts';
import type { Studio } from '../../studio.ts';
import type { SweepState } from '../../sweeps/sweepStates.ts';
import { panelHtml, webviewFolder } from '../panelHtml.ts';
import { sweepGrid } from './sweepGrid.ts';
import { summaryOfSweep, sweepResult } from './sweepResult.ts';

/** Milliseconds within which changes are one. */
const within = 150;

const formOfExtension: Readonly<Record<string, TableFormat>> = { '.md': 'md', '.tex': 'latex', '.csv': 'csv' };

/** The panel of one experiment's sweep: tells it what to draw, as far as that changed. */
export class SweepPanel {
  #ready = false;
  #timer: NodeJS.Timeout | undefined;
  /** What the panel has, by the kind of message, and of each cell. */
  readonly #sent = new Map<string, string>();
  readonly #cells = new Map<number, string>();
  /** What its result was made of. */
  #summed: readonly unknown[] = [];
  private readonly studio: Studio;
  private readonly panel: vscode.WebviewPanel;
  private readonly experimentPath: string;
  private compare: string | null;

  constructor(studio: Studio, panel: vscode.WebviewPanel, experimentPath: string, compare: string | null) {
    this.studio = studio;
    this.panel = panel;
    this.experimentPath = experimentPath;
    this.compare = compare;
    panel.title = `${titleOf(experimentPath)}: Sweep`;
    panel.webview.options = { enableScripts: true, localResourceRoots: [webviewFolder(studio.context.extensionUri)] };
    const subscriptions = [
      panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      panel.onDidChangeViewState(() => this.#hide()),
      studio.sweeps.onDidChange((path) => path === experimentPath && this.#schedule()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#schedule()),
    ];
    panel.onDidDispose(() => {
      clearTimeout(this.#timer);
      this.#ready = false;
      vscode.Disposable.from(...subscriptions).dispose();
    });
    panel.webview.html = panelHtml(panel.webview, studio.context.extensionUri, 'sweep', panel.title);
  }

  reveal(): void {
    this.panel.reveal();
  }

  get #state(): SweepState | undefined {
    return this.studio.sweeps.get(this.experimentPath);
  }

  /** The document of a hidden panel is gone; it is ready again when it is shown. */
  #hide(): void {
    if (!this.panel.visible) this.#ready = false;
  }

  #receive(data: unknown): void {
    const { data: message, error } = fromSweep.safeParse(data);
    if (message) this.#obey(message).catch((reason: unknown) => this.studio.log.error(String(reason)));
    else this.studio.log.error(`The sweep's panel sent a message of an unknown form: ${error.message}`);
  }

  async #obey(message: FromSweep): Promise<void> {
    const target = { experiment: this.experimentPath };
    switch (message.kind) {
      case 'ready':
        return this.#begin(message.version);
      case 'run':
        return vscode.commands.executeCommand('safr.runSweep', target);
      case 'stop':
        return vscode.commands.executeCommand('safr.stopSweep', target);
      case 'openExperiment':
        return void (await vscode.window.showTextDocument(vscode.Uri.file(this.experimentPath)));
      case 'open':
        return this.#open(message.number);
      case 'compare':
        this.compare = message.field;
        return this.#update();
      case 'copy':
        return this.#copy(message.form);
      case 'save':
        return message.what === 'plot' ? this.#savePlot() : this.#saveTables();
      default:
        message satisfies never;
    }
  }

  #begin(version: number): void {
    if (version !== sweepVersion) return this.#post({ kind: 'outdated' });
    this.#ready = true;
    this.#sent.clear();
    this.#cells.clear();
    this.#summed = [];
    this.#update();
  }

  /** A change is seen at once, those that follow it soon together. */
  #schedule(): void {
    if (!this.#ready) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (this.#ready) this.#update();
    }, within);
  }

  #update(): void {
    const state = this.#state;
    this.#postOnce({
      kind: 'overview',
      title: titleOf(this.experimentPath),
      trusted: vscode.workspace.isTrusted,
      grid: state ? sweepGrid(state.sweep.elements) : null,
      state: { experimentPath: this.experimentPath, compare: this.compare },
    });
    this.#postCells();
    this.#postStatus();
    this.#postResult(state);
  }

  #postCells(): void {
    const views = this.studio.sweeps.elements(this.experimentPath);
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
    if (cells.length > 0) this.#post({ kind: 'cells', cells });
  }

  #postStatus(): void {
    const running = this.studio.sweeps.running(this.experimentPath);
    if (!running)
      return this.#postOnce({
        kind: 'status',
        status: { state: 'idle', seconds: null, secondsLeft: null, note: null },
      });
    const { seconds, secondsLeft, note, signal } = running;
    const status = signal.aborted
      ? { state: 'stopping' as const, seconds, secondsLeft: null, note }
      : { state: 'running' as const, seconds, secondsLeft, note };
    this.#postOnce({ kind: 'status', status });
  }

  #postResult(state: SweepState | undefined): void {
    const made = [state?.sweep, this.compare, ...(state?.runs ?? [])];
    if (made.length === this.#summed.length && made.every((part, i) => part === this.#summed[i])) return;
    this.#summed = made;
    const result = state ? sweepResult(state, summaryOfSweep(state, this.compare)) : null;
    this.#postOnce({ kind: 'result', result });
  }

  #postOnce(message: ToSweep): void {
    const text = JSON.stringify(message);
    if (this.#sent.get(message.kind) === text) return;
    this.#sent.set(message.kind, text);
    this.#post(message);
  }

  #post(message: ToSweep): void {
    void this.panel.webview.postMessage(message);
  }

  async #open(number: number): Promise<void> {
    const directory = this.#state?.runs[number - 1]?.directory;
    if (directory !== undefined) await vscode.commands.executeCommand('safr.openDashboard', { run: directory });
  }

  async #copy(form: TableFormat): Promise<void> {
    const state = this.#state;
    if (!state) return;
    await vscode.env.clipboard.writeText(tableText(summaryOfSweep(state, this.compare), form));
    vscode.window.setStatusBarMessage('The table is copied.', 3000);
  }

  async #saveTables(): Promise<void> {
    const uri = await this.#askPlace('md', { Markdown: ['md'], LaTeX: ['tex'], CSV: ['csv'] });
    const state = this.#state;
    if (!uri || !state) return;
    const form = formOfExtension[extname(uri.path)] ?? 'md';
    await write(uri, tableText(summaryOfSweep(state, this.compare), form));
  }

  async #savePlot(): Promise<void> {
    const uri = await this.#askPlace('svg', { 'SVG picture': ['svg'] });
    const state = this.#state;
    if (uri && state) await write(uri, paretoPlot(summaryOfSweep(state, this.compare)));
  }

  #askPlace(extension: string, filters: Record<string, string[]>): Thenable<vscode.Uri | undefined> {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(dirname(this.experimentPath));
    const name = `${basename(titleOf(this.experimentPath))}-sweep.${extension}`;
    return vscode.window.showSaveDialog({ defaultUri: vscode.Uri.joinPath(folder, name), filters });
  }
}

async function write(uri: vscode.Uri, text: string): Promise<void> {
  try {
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  } catch (error) {
    void vscode.window.showErrorMessage(`${uri.fsPath} cannot be written: ${(error as Error).message}`);
  }
}
