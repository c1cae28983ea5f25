import * as vscode from 'vscode';
import { isExperiment } from '../experiments/experiments.ts';
import type { Studio } from '../studio.ts';
import { onStudioChange } from '../views/onStudioChange.ts';
import { doneIn } from '../sweeps/sweepStates.ts';
import { experimentLenses } from './experimentLenses.ts';
import type { Lens } from './lens.ts';
import { sweepLenses, sweepOffset } from './sweepLenses.ts';

/** Train, Resume, Evaluate, Dashboard, Stop and the last run, above each experiment file; the same of its sweep where that stands. */
export function registerExperimentCodeLens(studio: Studio): void {
  const provider = new ExperimentCodeLens(studio);
  studio.context.subscriptions.push(
    provider,
    vscode.languages.registerCodeLensProvider({ scheme: 'file', pattern: '**/*.safr.json' }, provider),
    onStudioChange(studio, () => provider.refresh()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => provider.refresh()),
  );
}

/** Milliseconds to wait for VS Code to ask, before it is told again; then twice as long, and so on. */
const patience = { first: 2000, most: 64_000 };

class ExperimentCodeLens implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  /** What VS Code was given last, by document. */
  readonly #given = new Map<string, string>();
  #told: NodeJS.Timeout | undefined;
  #wait = patience.first;
  private readonly studio: Studio;

  constructor(studio: Studio) {
    this.studio = studio;
  }

  /**
   * Asks for the lenses anew only where one reads otherwise: the editor redraws them all. What was told stands until VS Code asks: it
   * waits for a quiet while, which would never come while a training goes. At times it misses what it is told: hence again, later.
   */
  refresh(): void {
    if (this.#told) return;
    const open = vscode.workspace.textDocuments.filter(({ uri }) => isExperiment(uri));
    if (!open.some((document) => this.#isOutdated(document))) return;
    this.#told = setTimeout(() => {
      this.#told = undefined;
      this.#wait = Math.min(2 * this.#wait, patience.most);
      this.refresh();
    }, this.#wait);
    this.#changed.fire();
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    clearTimeout(this.#told);
    this.#told = undefined;
    this.#wait = patience.first;
    const lenses = this.#lenses(document);
    this.#given.set(document.uri.fsPath, JSON.stringify(lenses));
    return lenses.map(({ line, lens: { title, tooltip, command, arguments: given } }) => {
      const shown = { title, command, arguments: [...given], ...(tooltip !== undefined && { tooltip }) };
      return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), shown);
    });
  }

  dispose(): void {
    clearTimeout(this.#told);
    this.#changed.dispose();
  }

  #isOutdated(document: vscode.TextDocument): boolean {
    const given = this.#given.get(document.uri.fsPath);
    return given !== undefined && given !== JSON.stringify(this.#lenses(document));
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
