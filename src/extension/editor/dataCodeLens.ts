import * as vscode from 'vscode';
import { unfinishedWords } from '../runs/explainingRun.ts';
import type { Studio } from '../studio.ts';
import { dataDocument, dataSelector } from './dataLines.ts';
import { lens, type Lens } from './lens.ts';

/** Above the first line of a data file: which run explains its lines. A click chooses another. */
export function registerDataCodeLens(studio: Studio): void {
  const provider = new DataCodeLens(studio);
  const refresh = () => provider.refresh();
  studio.context.subscriptions.push(
    provider,
    vscode.languages.registerCodeLensProvider(dataSelector, provider),
    studio.runs.onDidChange(refresh),
    studio.experiments.onDidChange(refresh),
    vscode.workspace.onDidChangeConfiguration((change) => change.affectsConfiguration('safr.explainRun') && refresh()),
    vscode.workspace.onDidGrantWorkspaceTrust(refresh),
    vscode.workspace.onDidCloseTextDocument((document) => provider.forget(document)),
  );
}

class DataCodeLens implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  /** What VS Code was given last, by document, as JSON. */
  readonly #provided = new Map<vscode.TextDocument, string>();
  private readonly studio: Studio;

  constructor(studio: Studio) {
    this.studio = studio;
  }

  /** Fires a change only if a lens has changed: VS Code would put off the lenses of all editors until a training is over. */
  refresh(): void {
    const isOutdated = [...this.#provided].some(([{ uri }, lens]) => lens !== JSON.stringify(this.#lenses(uri)));
    if (isOutdated) this.#changed.fire();
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const lenses = this.#lenses(document.uri);
    this.#provided.set(document, JSON.stringify(lenses));
    const top = new vscode.Range(0, 0, 0, 0);
    return lenses.map((shown) => new vscode.CodeLens(top, { ...shown, arguments: [...shown.arguments] }));
  }

  forget(document: vscode.TextDocument): void {
    this.#provided.delete(document);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #lenses(uri: vscode.Uri): Lens[] {
    const data = vscode.workspace.isTrusted ? dataDocument(this.studio, uri) : undefined;
    const run = data?.run;
    if (!run) return [];
    const remark = unfinishedWords(run);
    const name = this.studio.runs.nameOf(run).replaceAll('$(', '$ ('); // the syntax of an icon
    const title = `$(lightbulb) Explained by ${name}${remark === null ? '' : ` (${remark})`}`;
    const tooltip = `Run ${run.id} of ${data.experiment.title}. Click to choose another.`;
    return [lens(title, 'safr.selectRun', { experiment: data.experiment.path }, tooltip)];
  }
}
