import * as vscode from 'vscode';
import { isExperiment } from '../experiments/experiments.ts';
import type { Studio } from '../studio.ts';
import { onStudioChange } from '../views/onStudioChange.ts';
import { experimentLenses, type Lens } from './experimentLenses.ts';

/** Train, Resume, Evaluate, Dashboard, Stop and the last run, above each experiment file. */
export function registerExperimentCodeLens(studio: Studio): void {
  const provider = new ExperimentCodeLens(studio);
  studio.context.subscriptions.push(
    vscode.languages.registerCodeLensProvider({ scheme: 'file', pattern: '**/*.safr.json' }, provider),
    onStudioChange(studio, () => provider.refresh()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => provider.refresh()),
  );
}

class ExperimentCodeLens implements vscode.CodeLensProvider {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  #shown = '';
  #told = false;

  constructor(private readonly studio: Studio) {}

  /**
   * Asks for the lenses anew only where one reads otherwise: the editor redraws them all. What was told stands until VS Code asks: it
   * waits for a quiet while, which would never come while a training goes.
   */
  refresh(): void {
    if (this.#told) return;
    const open = vscode.workspace.textDocuments.filter(({ uri }) => isExperiment(uri));
    const shown = JSON.stringify(open.map(({ uri }) => [uri.fsPath, this.#lenses(uri.fsPath)]));
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#told = true;
    this.#changed.fire();
  }

  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    this.#told = false;
    const top = new vscode.Range(0, 0, 0, 0);
    return this.#lenses(uri.fsPath).map(({ title, tooltip, command, arguments: given }) => {
      const shown = { title, command, arguments: [...given], ...(tooltip !== undefined && { tooltip }) };
      return new vscode.CodeLens(top, shown);
    });
  }

  #lenses(experimentPath: string): Lens[] {
    const { runs, jobs } = this.studio;
    const trusted = vscode.workspace.isTrusted;
    return experimentLenses({
      experimentPath,
      latest: runs.of(experimentPath)[0],
      job: jobs.of(experimentPath),
      trusted,
    });
  }
}
