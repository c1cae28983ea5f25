import * as vscode from 'vscode';
import type { DataLine } from '../../core/dataset/reading/documentRecords.ts';
import type { ExplanationSummary } from '../../core/evaluation/explanation/explanation.ts';
import type { Run } from '../../core/runs/readRun.ts';
import { Coalescer } from '../coalescer.ts';
import { DisposableStore } from '../disposableStore.ts';
import { settings } from '../settings.ts';
import type { Studio } from '../studio.ts';
import { dataDocument, readDataLine } from './dataLines.ts';
import type { Shading } from './shading.ts';
import { LineQueue, type BriefExplanation, type QueuedLine } from './lineQueue.ts';

/** Milliseconds between a change of what is visible and the update. Changes meanwhile do not put it off: scrolling and a training make many. */
const coalescingMs = 100;
/** Lines above and below the visible ones that are explained as well, so that small scrolls find them ready. */
const margin = 10;

/** A visible row with what is known of it. */
export interface VisibleLine extends DataLine {
  readonly run: Run;
  readonly explanation: BriefExplanation;
}

/** Explains the visible lines of data documents, one after another, for shading and hints. */
export class VisibleLines implements vscode.Disposable {
  readonly #studio: Studio;
  readonly #shading: Shading;
  readonly #queue: LineQueue;
  readonly #updated = new vscode.EventEmitter<void>();
  readonly #explained = new vscode.EventEmitter<void>();
  readonly #disposables = new DisposableStore();
  readonly #updates = new Coalescer(() => this.#update(), coalescingMs);
  #isStale = true;
  /** After other lines became visible, or more of them are explained. */
  readonly onDidUpdate = this.#updated.event;
  /** After all of them are explained, or runs or settings changed; not after scrolling and typing alone. */
  readonly onDidExplain = this.#explained.event;

  constructor(studio: Studio, shading: Shading) {
    this.#studio = studio;
    this.#shading = shading;
    this.#queue = new LineQueue(
      (line, signal) => this.#explain(line, signal),
      () => this.#announce(),
      (error) => studio.log.warn(`Visible lines cannot be explained: ${String(error)}`),
    );
    const update = () => this.#updates.schedule();
    const updateAll = () => {
      this.#isStale = true;
      this.#updates.schedule();
    };
    this.#disposables.add(
      this.#updated,
      this.#explained,
      this.#queue,
      vscode.window.onDidChangeVisibleTextEditors(update),
      vscode.window.onDidChangeTextEditorVisibleRanges(update),
      vscode.workspace.onDidChangeTextDocument(update),
      vscode.workspace.onDidGrantWorkspaceTrust(updateAll),
      vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('safr') && updateAll()),
      shading.onDidChange(updateAll),
      studio.experiments.onDidChange(updateAll),
      studio.runs.onDidChange(updateAll),
      this.#updates,
    );
    update();
  }

  /** The rows among some lines of a document that are explained so far. */
  explained(document: vscode.TextDocument, ranges: readonly vscode.Range[]): VisibleLine[] {
    return this.#rows(document, ranges).flatMap((row) => {
      const explanation = this.#queue.get(row);
      return explanation ? [{ ...row, explanation }] : [];
    });
  }

  /** Resolves when all visible lines are explained, or the signal has aborted. */
  async settled(signal: AbortSignal): Promise<void> {
    const isSettled = () => signal.aborted || !(this.#updates.isScheduled || this.#queue.isWorking);
    if (isSettled()) return;
    await new Promise<void>((resolve) => {
      const check = () => {
        if (!isSettled()) return;
        subscription.dispose();
        signal.removeEventListener('abort', check);
        resolve();
      };
      const subscription = this.onDidUpdate(check);
      signal.addEventListener('abort', check);
    });
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #explain({ run, text }: QueuedLine, signal: AbortSignal): Promise<ExplanationSummary> {
    return this.#studio.inference.request('explain', { directory: run.directory, text }, signal);
  }

  #update(): void {
    const visible = vscode.window.visibleTextEditors.flatMap(({ document, visibleRanges }) => {
      const isShown = this.#shading.isOn(document.uri) || settings(document.uri).inlayHints;
      return isShown ? this.#rows(document, visibleRanges) : [];
    });
    this.#queue.request(visible);
    if (this.#isStale) this.#announce();
    else this.#updated.fire();
    this.#isStale = false;
  }

  #announce(): void {
    this.#updated.fire();
    if (!this.#queue.isWorking) this.#explained.fire();
  }

  #rows(document: vscode.TextDocument, ranges: readonly vscode.Range[]): Omit<VisibleLine, 'explanation'>[] {
    if (!vscode.workspace.isTrusted) return [];
    const data = dataDocument(this.#studio, document.uri);
    const run = data?.run;
    if (!run) return [];
    const rows = new Map<number, DataLine>();
    for (const line of linesOf(ranges, document.lineCount)) {
      const row = readDataLine(document, line, data.dataset);
      if (row) rows.set(row.firstLine, row);
    }
    return [...rows.values()].map((row) => ({ ...row, run }));
  }
}

/** The numbers of the lines in some ranges and around them, each once. */
function linesOf(ranges: readonly vscode.Range[], lineCount: number): number[] {
  const lines = ranges.flatMap(({ start, end }) => {
    const first = Math.max(0, start.line - margin);
    const last = Math.min(lineCount - 1, end.line + margin);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
  return [...new Set(lines)];
}
