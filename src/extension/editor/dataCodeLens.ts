import * as vscode from 'vscode';
import { unfinishedWords } from '../runs/explainingRun.ts';
import type { Studio } from '../studio.ts';
import { dataDocument, dataSelector } from './dataLines.ts';
import { lens } from './lens.ts';

/** Above the first line of a data file: which run explains its lines. A click chooses another. */
export function registerDataCodeLens(studio: Studio): void {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: ({ uri }) => {
      const shown = explainedBy(studio, uri);
      return shown
        ? [new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), { ...shown, arguments: [...shown.arguments] })]
        : [];
    },
  };
  studio.context.subscriptions.push(
    changed,
    vscode.languages.registerCodeLensProvider(dataSelector, provider),
    studio.runs.onDidChange(() => changed.fire()),
    studio.experiments.onDidChange(() => changed.fire()),
    vscode.workspace.onDidChangeConfiguration(
      (change) => change.affectsConfiguration('safr.explainRun') && changed.fire(),
    ),
    vscode.workspace.onDidGrantWorkspaceTrust(() => changed.fire()),
  );
}

function explainedBy(studio: Studio, uri: vscode.Uri) {
  const data = vscode.workspace.isTrusted ? dataDocument(studio, uri) : undefined;
  const run = data?.run;
  if (!run) return undefined;
  const remark = unfinishedWords(run);
  const name = studio.runs.nameOf(run).replaceAll('$(', '$ ('); // the syntax of an icon
  const title = `$(lightbulb) Explained by ${name}${remark === null ? '' : ` (${remark})`}`;
  const tooltip = `Run ${run.id} of ${data.experiment.title}. Click to choose another.`;
  return lens(title, 'safr.selectRun', { experiment: data.experiment.path }, tooltip);
}
