import * as vscode from 'vscode';
import type { Run } from '../../../core/runs/readRun.ts';
import {
  fromRunTable,
  runTableVersion,
  type FromRunTable,
  type RunTableState,
  type ToRunTable,
} from '../../../protocol/runTable.ts';
import { firstView, type View } from '../../../protocol/virtualTable.ts';
import { Coalescer } from '../../coalescer.ts';
import { loadRuns } from '../../runs/loadRuns.ts';
import { settings } from '../../settings.ts';
import type { Studio } from '../../studio.ts';
import { runContext } from '../../views/runContext.ts';
import { PanelHost } from '../panelHost.ts';
import { saveExport } from '../saveExport.ts';
import { isTableChange, RunTableModel } from './runTableModel.ts';

/** Changes of runs within so many milliseconds are drawn together. */
const coalescingMs = 500;
/** Dashboards that are opened at once. */
const maxOpened = 6;

/** The table of all runs of the workspace. The page has the rows around those in view; the rest is here. */
export class RunTablePanel {
  readonly #studio: Studio;
  readonly #host: PanelHost<FromRunTable, ToRunTable>;
  readonly #model: RunTableModel;
  #view: View = firstView;
  /** Of the runs that the table was made of. */
  #shown: readonly Run[] | null = null;

  constructor(studio: Studio, panel: vscode.WebviewPanel, state: RunTableState) {
    this.#studio = studio;
    const { runs, experiments } = studio;
    const titles = {
      nameOf: (run: Run) => runs.nameOf(run),
      experimentOf: ({ experimentPath }: Run) => experiments.nameOf(experimentPath),
    };
    this.#model = new RunTableModel(state, titles, (run) => runContext(studio, run, settings().explainRun));
    if (runs.all.length > 0) this.#readRuns(); // while the page is loaded
    this.#host = new PanelHost(studio, panel, {
      name: 'runTable',
      title: 'Runs',
      version: runTableVersion,
      fromPanel: fromRunTable,
      prepare: () => this.#load(),
      onReady: () => this.#begin(),
      onMessage: (message) => this.#handle(message),
    });
    const updates = new Coalescer(() => this.#host.run(() => this.#update()), coalescingMs);
    this.#host.disposables.add(
      updates,
      runs.onDidChange(() => updates.schedule()),
      studio.jobs.onDidChange(() => updates.schedule()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => updates.schedule()),
    );
  }

  /** `filter`: shows other runs in the open table. */
  show({ filter }: Pick<RunTableState, 'filter'>): void {
    this.#host.reveal();
    if (filter === '') return;
    this.#model.change({ kind: 'filter', text: filter });
    this.#send();
  }

  async #load(): Promise<void> {
    if (this.#studio.runs.all.length === 0) await loadRuns(this.#studio);
  }

  #begin(): void {
    this.#view = firstView;
    this.#update();
  }

  #update(): void {
    if (!this.#host.isReady) return;
    this.#readRuns();
    this.#send();
  }

  #readRuns(): void {
    const { all } = this.#studio.runs;
    if (all !== this.#shown) this.#model.setRuns(all);
    this.#shown = all;
  }

  #send(): void {
    this.#host.send(this.#model.message);
    this.#sendRows();
  }

  #sendRows(): void {
    this.#host.send({ kind: 'rows', ...this.#model.rowsFrom(this.#view.start, this.#view.count) });
  }

  async #handle(message: Exclude<FromRunTable, { kind: 'ready' }>): Promise<void> {
    if (isTableChange(message)) {
      this.#model.change(message);
      return this.#send();
    }
    switch (message.kind) {
      case 'view':
        this.#view = message;
        return this.#sendRows();
      case 'open':
        return this.#runCommand('safr.openDashboard', message.key);
      case 'name':
        return this.#runCommand('safr.nameRun', message.key);
      case 'compare':
        return vscode.commands.executeCommand('safr.compareRuns', undefined, this.#model.selected.map(targetOf));
      case 'openSelected':
        return this.#openSelected();
      case 'save':
        return this.#save();
      default:
        message satisfies never;
    }
  }

  async #runCommand(command: string, key: string): Promise<void> {
    const run = this.#model.runOf(key);
    if (run) await vscode.commands.executeCommand(command, targetOf(run));
  }

  async #openSelected(): Promise<void> {
    for (const run of this.#model.selected.slice(0, maxOpened)) {
      await vscode.commands.executeCommand('safr.openDashboard', targetOf(run));
    }
  }

  async #save(): Promise<void> {
    const [run] = this.#studio.runs.all;
    if (!run) return;
    const content = this.#model.csv;
    await saveExport({ name: 'runs', format: 'csv', content }, vscode.Uri.file(run.experimentPath));
  }
}

const targetOf = ({ directory }: Run) => ({ run: directory });
