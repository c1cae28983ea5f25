import * as vscode from 'vscode';
import { isExperiment } from '../experiments/experiments.ts';
import type { Studio } from '../studio.ts';
import { onStudioChange } from '../views/onStudioChange.ts';
import { lambdaPlaces, lambdaSummary } from './lambdas.ts';

/** The results of the runs with the same value, after each λ of an experiment file. */
export function registerLambdaDecorations(studio: Studio): void {
  // Not the color of code lenses: in light themes its contrast is 3.2.
  const type = vscode.window.createTextEditorDecorationType({
    after: { color: new vscode.ThemeColor('descriptionForeground'), margin: '0 1.5em', fontStyle: 'italic' },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  const decorateAll = () => {
    for (const editor of vscode.window.visibleTextEditors) {
      if (isExperiment(editor.document.uri)) editor.setDecorations(type, decorations(studio, editor.document));
    }
  };
  studio.context.subscriptions.push(
    type,
    onStudioChange(studio, decorateAll),
    vscode.window.onDidChangeVisibleTextEditors(decorateAll),
  );
}

function decorations({ experiments, runs }: Studio, document: vscode.TextDocument): vscode.DecorationOptions[] {
  const path = document.uri.fsPath;
  const experiment = experiments.get(path)?.check.experiment;
  if (!experiment) return [];
  const made = runs.of(path);
  return lambdaPlaces(document.getText(), experiment).flatMap((place) => {
    const contentText = lambdaSummary(place, made, experiment.evaluation.headline);
    if (contentText === null) return [];
    const at = document.positionAt(place.offset);
    return [{ range: new vscode.Range(at, at), renderOptions: { after: { contentText } } }];
  });
}
