import * as vscode from 'vscode';
import type { Explanation } from '../../core/evaluation/explanation/explanation.ts';
import type { Run } from '../../core/runs/readRun.ts';
import { settings } from '../settings.ts';
import type { Studio } from '../studio.ts';
import { dataDocument, readDataLine } from './dataLines.ts';
import { LineQueue, type BriefExplanation, type QueuedLine } from './lineQueue.ts';

/** Between a change of what is visible and the look at it, in milliseconds. */
const pause = 100;
/** Lines above and below the visible ones that are explained as well, so that small scrolls find them ready. */
const margin = 10;

/** A visible row with what is known of it. */
export interface VisibleLine {
  /** From 0. */
  readonly line: number;
  readonly run: Run;
  readonly label: string | null;
  readonly text: string;
  /** Offset of the text in the line; null where it is escaped in it. */
  readonly start: number | null;
  readonly explanation: BriefExplanation;
}

/** Explains the visible lines of data documents, one after another, for shading and hints. */
export class VisibleLines implements vscode.Disposable {
  readonly #studio: Studio;
  readonly #queue: LineQueue;
  readonly #looked = new vscode.EventEmitter<void>();
  readonly #explained = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable[];
  #timer: NodeJS.Timeout | undefined;
  #isStale = true;
  /** After other lines became visible, or more is known of them. */
  readonly onDidLook = this.#looked.event;
  /** After all of them are known, or other runs or settings hold. Not by mere scrolling and typing. */
  readonly onDidExplain = this.#explained.event;

  constructor(studio: Studio) {
    this.#studio = studio;
    this.#queue = new LineQueue(
      (line, signal) => this.#explain(line, signal),
      () => this.#tell(),
      (error) => studio.log.warn(`Visible lines cannot be explained: ${String(error)}`),
    );
    const look = () => this.#lookSoon();
    const lookAnew = () => {
      this.#isStale = true;
      this.#lookSoon();
    };
    this.#subscriptions = [
      this.#looked,
      this.#explained,
      this.#queue,
      vscode.window.onDidChangeVisibleTextEditors(look),
      vscode.window.onDidChangeTextEditorVisibleRanges(look),
      vscode.workspace.onDidChangeTextDocument(look),
      vscode.workspace.onDidGrantWorkspaceTrust(lookAnew),
      vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('safr') && lookAnew()),
      studio.experiments.onDidChange(lookAnew),
      studio.runs.onDidChange(lookAnew),
      { dispose: () => clearTimeout(this.#timer) },
    ];
    look();
  }

  /** The rows among some lines of a document that are explained by now. */
  explained(document: vscode.TextDocument, ranges: readonly vscode.Range[]): VisibleLine[] {
    return this.#rows(document, ranges).flatMap((row) => {
      const explanation = this.#queue.get(row);
      return explanation ? [{ ...row, explanation }] : [];
    });
  }

  /** Resolves when all visible lines are explained, or the caller gave up. */
  async settled(token: vscode.CancellationToken): Promise<void> {
    while (!token.isCancellationRequested && (this.#timer !== undefined || this.#queue.isWorking)) {
      await new Promise<void>((resolve) => {
        const subscription = this.onDidLook(() => {
          subscription.dispose();
          resolve();
        });
      });
    }
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #explain({ run, text }: QueuedLine, signal: AbortSignal): Promise<Explanation> {
    const source = new vscode.CancellationTokenSource();
    signal.addEventListener('abort', () => source.cancel());
    return this.#studio.inference.request('explain', { directory: run.directory, text }, source.token);
  }

  /** Events that come while one waits do not put it off: scrolling and a training tell many. */
  #lookSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#look();
    }, pause);
  }

  #look(): void {
    const wanted = vscode.window.visibleTextEditors.flatMap(({ document, visibleRanges }) => {
      const { shading, inlayHints } = settings(document.uri);
      return shading || inlayHints ? this.#rows(document, visibleRanges) : [];
    });
    this.#queue.want(wanted);
    if (this.#isStale) this.#tell();
    else this.#looked.fire();
    this.#isStale = false;
  }

  #tell(): void {
    this.#looked.fire();
    if (!this.#queue.isWorking) this.#explained.fire();
  }

  #rows(document: vscode.TextDocument, ranges: readonly vscode.Range[]): Omit<VisibleLine, 'explanation'>[] {
    if (!vscode.workspace.isTrusted) return [];
    const data = dataDocument(this.#studio, document.uri);
    const run = data?.run;
    if (!run) return [];
    return linesOf(ranges, document.lineCount).flatMap((line) => {
      const row = readDataLine(document, line, data.dataset);
      return row ? [{ ...row, line, run }] : [];
    });
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
