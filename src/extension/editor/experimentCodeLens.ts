import * as vscode from 'vscode';
import { isExperiment } from '../experiments/experiments.ts';
import type { Studio } from '../studio.ts';
import { onStudioChange } from '../views/onStudioChange.ts';
import { doneIn } from '../sweeps/sweepStates.ts';
import { experimentLenses } from './experimentLenses.ts';
import type { Lens } from './lens.ts';
import { sweepLenses, sweepOffset } from './sweepLenses.ts';

/** Train, Resume, Evaluate, Dashboard, Stop and the last run above each experiment file; the same for its sweep above the sweep. */
export function registerExperimentCodeLens(studio: Studio): void {
  const provider = new ExperimentCodeLens(studio);
  studio.context.subscriptions.push(
    provider,
    vscode.languages.registerCodeLensProvider({ scheme: 'file', pattern: '**/*.safr.json' }, provider),
    onStudioChange(studio, () => provider.refresh()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => provider.refresh()),
  );
}

/** Wait for VS Code to request the lenses before the change is fired again; doubled every time. */
const retryDelayMs = { first: 2000, max: 64_000 };
/** VS Code draws lenses some time after it has requested them, longer on a busy machine, and starts to wait again if others come before. */
const drawnMs = 3000;

class ExperimentCodeLens implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  /** The lenses that VS Code requested last, as JSON, by document. */
  readonly #provided = new Map<string, string>();
  /** While it runs, no change is fired. */
  #pause: NodeJS.Timeout | undefined;
  #retryDelay = retryDelayMs.first;
  private readonly studio: Studio;

  constructor(studio: Studio) {
    this.studio = studio;
  }

  /**
   * Fires a change only if a lens has changed, since the editor redraws them all, and not again before VS Code has requested and drawn the
   * lenses: it debounces both, so that during a training it would never get to it. It sometimes misses a change, hence the retry.
   */
  refresh(): void {
    if (this.#pause) return;
    const open = vscode.workspace.textDocuments.filter(({ uri }) => isExperiment(uri));
    if (!open.some((document) => this.#isOutdated(document))) return;
    this.#pauseFor(this.#retryDelay);
    this.#retryDelay = Math.min(2 * this.#retryDelay, retryDelayMs.max);
    this.#changed.fire();
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    this.#pauseFor(drawnMs);
    this.#retryDelay = retryDelayMs.first;
    const lenses = this.#lenses(document);
    this.#provided.set(document.uri.fsPath, JSON.stringify(lenses));
    return lenses.map(({ line, lens: { title, tooltip, command, arguments: given } }) => {
      const shown = { title, command, arguments: [...given], ...(tooltip !== undefined && { tooltip }) };
      return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), shown);
    });
  }

  dispose(): void {
    clearTimeout(this.#pause);
    this.#changed.dispose();
  }

  #pauseFor(delayMs: number): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      this.refresh();
    }, delayMs);
  }

  #isOutdated(document: vscode.TextDocument): boolean {
    const provided = this.#provided.get(document.uri.fsPath);
    return provided !== undefined && provided !== JSON.stringify(this.#lenses(document));
  }

  #lenses(document: vscode.TextDocument): { readonly line: number; readonly lens: Lens }[] {
    const experimentPath = document.uri.fsPath;
    const { runs, jobs } = this.studio;
    const trusted = vscode.workspace.isTrusted;
    const own = { experimentPath, latest: runs.of(experimentPath)[0], job: jobs.of(experimentPath), trusted };
    return [...experimentLenses(own).map((lens) => ({ line: 0, lens })), ...this.#sweepLenses(document, trusted)];
  }

  #sweepLenses(document: vscode.TextDocument, trusted: boolean): { readonly line: number; readonly lens: Lens }[] {
    const experimentPath = document.uri.fsPath;
    const { sweeps } = this.studio;
    const state = sweeps.get(experimentPath);
    const offset = state ? sweepOffset(document.getText()) : null;
    if (!state || offset === null) return [];
    const running = sweeps.running(experimentPath) !== undefined;
    const { line } = document.positionAt(offset);
    const own = { experimentPath, done: doneIn(state), of: state.runs.length, running, trusted };
    return sweepLenses(own).map((lens) => ({ line, lens }));
  }
}
