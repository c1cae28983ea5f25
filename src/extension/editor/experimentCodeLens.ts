import * as vscode from 'vscode';
import { isExperiment } from '../experiments/experiments.ts';
import type { Studio } from '../studio.ts';
import { onStudioChange } from '../views/onStudioChange.ts';
import { experimentLenses, type Lens } from './experimentLenses.ts';

/** Milliseconds. VS Code asks for lenses only once no change was told for a while, 250 ms or more: faster ones would never be shown. */
const interval = 1000;

/** Train, Resume, Evaluate, Dashboard, Stop and the last run, above each experiment file. */
export function registerExperimentCodeLens(studio: Studio): void {
  const provider = new ExperimentCodeLens(studio);
  studio.context.subscriptions.push(
    vscode.languages.registerCodeLensProvider({ scheme: 'file', pattern: '**/*.safr.json' }, provider),
    onStudioChange(studio, () => provider.refresh(), interval),
    vscode.workspace.onDidGrantWorkspaceTrust(() => provider.refresh()),
  );
}

class ExperimentCodeLens implements vscode.CodeLensProvider {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  #shown = '';

  constructor(private readonly studio: Studio) {}

  /** Asks for the lenses anew only where one reads otherwise: the editor redraws them all. */
  refresh(): void {
    const open = vscode.workspace.textDocuments.filter(({ uri }) => isExperiment(uri));
    const shown = JSON.stringify(open.map(({ uri }) => [uri.fsPath, this.#lenses(uri.fsPath)]));
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#changed.fire();
  }

  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
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
