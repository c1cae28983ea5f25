import * as vscode from 'vscode';
import { UserError } from '../../../common/userError.ts';
import { TextTable, type TableText } from '../../../core/dataset/textTable.ts';
import { readTextsOf } from '../../../core/dataset/textsOfFile.ts';
import type { Run } from '../../../core/runs/readRun.ts';
import {
  dataTableVersion,
  fromDataTable,
  type DataTableState,
  type FromDataTable,
  type ToDataTable,
} from '../../../protocol/dataTable.ts';
import { firstView, type View } from '../../../protocol/virtualTable.ts';
import { Coalescer } from '../../coalescer.ts';
import { dataDocument } from '../../editor/dataLines.ts';
import { documentOf, documentScheme } from '../../editor/datasetUri.ts';
import type { Slices } from '../../../core/experiment/sections/slices.ts';
import { settings } from '../../settings.ts';
import type { Studio } from '../../studio.ts';
import { PanelHost } from '../panelHost.ts';
import { DataTableModel, type Predict, type RowsOfSlice } from './dataTableModel.ts';

/** Changes within so many milliseconds, while a file is read or predicted, are drawn together. */
const coalescingMs = 150;

/** Why there may be more rows in the file than in the table. */
const stopped = new UserError('the file is not read to its end', 'Close the table and open it again to read it all.');

/** The table of one data file, or of a split of a run's data: reads it once, and predicts the rows in view. */
export class DataTablePanel {
  readonly #studio: Studio;
  readonly #uri: vscode.Uri;
  readonly #host: PanelHost<FromDataTable, ToDataTable>;
  readonly #run: Run | undefined;
  readonly #model: DataTableModel;
  #view: View = firstView;
  #problem: string | null = null;
  readonly #updates: Coalescer;
  /** Aborted when the panel is closed or the user stops the reading of the file. */
  readonly #reading = new AbortController();

  private constructor(studio: Studio, panel: vscode.WebviewPanel, uri: vscode.Uri, table: TextTable) {
    this.#studio = studio;
    this.#uri = uri;
    this.#run = dataDocument(studio, uri)?.run;
    this.#host = new PanelHost(studio, panel, {
      name: 'dataTable',
      title: nameOf(uri),
      version: dataTableVersion,
      fromPanel: fromDataTable,
      onReady: () => this.#begin(),
      onMessage: (message) => this.#handle(message),
    });
    this.#updates = new Coalescer(() => this.#host.run(() => this.#send()), coalescingMs);
    const { signal } = this.#reading;
    const filled = table.fill(this.#rows(signal), signal, () => this.#updates.schedule());
    filled.catch((error: unknown) => {
      if (!this.#host.disposables.isDisposed) this.#fail(signal.aborted ? stopped : error);
    });
    this.#model = new DataTableModel({
      ...{ table, state: initialState, predict: this.#predictor(), filled },
      ...{ slices: this.#slices, rowsOfSlice: this.#rowsOfSlice },
      onChange: () => this.#updates.schedule(),
      onRows: () => {
        this.#host.run(() => this.#sendRows());
        this.#updates.schedule(); // of the accuracy
      },
    });
    this.#host.disposables.add(this.#updates, {
      dispose: () => {
        this.#reading.abort();
        this.#model.dispose();
        void filled.catch(() => undefined).then(() => table.dispose());
      },
    });
  }

  static async open(studio: Studio, panel: vscode.WebviewPanel, uri: vscode.Uri): Promise<DataTablePanel> {
    return new DataTablePanel(studio, panel, uri, await TextTable.create());
  }

  async *#rows(signal: AbortSignal): AsyncGenerator<readonly TableText[]> {
    if (this.#uri.scheme !== documentScheme) {
      const dataset = this.#run?.experiment.dataset ?? null;
      yield* readTextsOf(this.#uri.fsPath, { dataset, report: () => undefined, onEmptyRow: () => undefined });
      return;
    }
    const { directory, split } = documentOf(this.#uri);
    const { cacheDir } = settings(vscode.Uri.file(directory));
    const texts = await this.#studio.inference.request('texts', { directory, split, cacheDir }, signal);
    yield texts.map(({ text, label, index }) => ({ text, label: label === '' ? null : label, line: index + 2 }));
  }

  #predictor(): Predict | null {
    const run = this.#run;
    if (!run || !vscode.workspace.isTrusted) return null;
    return (texts, words, signal) =>
      this.#studio.inference.request('predict', { directory: run.directory, texts: [...texts], words }, signal);
  }

  /** Of the experiment file as it is now, or of the run. */
  get #slices(): Slices {
    const run = this.#run;
    if (!run || !vscode.workspace.isTrusted) return {};
    const file = this.#studio.experiments.get(run.experimentPath)?.check.experiment;
    return (file ?? run.experiment).slices ?? {};
  }

  #rowsOfSlice: RowsOfSlice = async (where, signal) => {
    const { directory } = this.#run!; // without a run there are no slices
    const { cacheDir } = settings(vscode.Uri.file(directory));
    const isSplit = this.#uri.scheme === documentScheme;
    const place = isSplit ? { split: documentOf(this.#uri).split } : { path: this.#uri.fsPath };
    return this.#studio.inference.request('sliceRows', { directory, where, place, cacheDir }, signal);
  };

  get #whyNoRun(): string | null {
    if (!this.#run) return 'No run explains this file yet: train an experiment that names it.';
    return vscode.workspace.isTrusted ? null : 'Predictions need a trusted workspace.';
  }

  #begin(): Promise<void> {
    this.#view = firstView;
    return this.#send();
  }

  async #send(): Promise<void> {
    if (!this.#host.isReady) return;
    const run = this.#run;
    this.#host.send({
      kind: 'table',
      ...this.#model.message,
      title: nameOf(this.#uri),
      run: run ? this.#studio.runs.nameOf(run) : null,
      whyNoRun: this.#whyNoRun,
      problem: this.#problem,
    });
    await this.#sendRows();
    await this.#predictView();
  }

  async #sendRows(): Promise<void> {
    const { start, count } = this.#view;
    const { generation } = this.#model.message;
    this.#host.send({ kind: 'rows', generation, start, rows: await this.#model.rowsFrom(start, count) });
  }

  async #predictView(): Promise<void> {
    const { start, count } = this.#view;
    await this.#model.predictView(start, count).catch((error: unknown) => this.#fail(error));
  }

  async #handle(message: Exclude<FromDataTable, { kind: 'ready' }>): Promise<void> {
    switch (message.kind) {
      case 'view':
        this.#view = message;
        await this.#sendRows();
        return this.#predictView();
      case 'search':
      case 'label':
      case 'slice':
      case 'restore':
      case 'onlyWrong':
      case 'sort':
        this.#problem = null;
        return this.#model.change(message).catch((error: unknown) => this.#fail(error));
      case 'predictAll':
        return this.#model.predictRows().catch((error: unknown) => this.#fail(error));
      case 'cancel':
        if (this.#model.isReading) this.#reading.abort();
        return this.#model.cancel();
      case 'neurons':
        return this.#openNeurons(message.index);
      case 'line':
        return this.#openLine(message.index);
      default:
        message satisfies never;
    }
  }

  async #openNeurons(index: number): Promise<void> {
    const row = await this.#model.textAt(index);
    if (!row || !this.#run) return;
    const { text, label } = row;
    await vscode.commands.executeCommand('safr.openNeurons', { run: this.#run.directory, text, label });
  }

  /** Errors: UserError for a file that has no lines. */
  async #openLine(index: number): Promise<void> {
    const row = await this.#model.textAt(index);
    if (!row) return;
    const document = await vscode.workspace.openTextDocument(this.#uri).then(undefined, () => undefined);
    if (!document)
      throw new UserError('this file has no lines that the editor can show', 'Export it as CSV to see them.');
    const line = Math.min(row.line - 1, document.lineCount - 1);
    await vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.Beside,
      selection: new vscode.Range(line, 0, line, 0),
    });
    if (this.#run) await vscode.commands.executeCommand('editor.action.showHover', { focus: 'noAutoFocus' });
  }

  /** Shown above the rows. */
  #fail(error: unknown): void {
    if (error instanceof DOMException && error.name === 'AbortError') return;
    const { message, remedy } = this.#host.problemOf(error);
    this.#problem = `${message}. ${remedy}`;
    this.#updates.schedule();
  }
}

const initialState: DataTableState = { search: '', label: null, slice: null, onlyWrong: false, sort: null };

function nameOf({ path }: vscode.Uri): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
