import * as vscode from 'vscode';
import { settings } from '../settings.ts';
import type { Studio } from '../studio.ts';
import { dataSelector } from './dataLines.ts';
import { hintText } from './hintText.ts';
import type { VisibleLine, VisibleLines } from './visibleLines.ts';

/** Shows the predicted label at the end of each visible data line, with a mark where it is wrong. */
export function registerPredictionHints({ context }: Studio, lines: VisibleLines): void {
  context.subscriptions.push(
    vscode.languages.registerInlayHintsProvider(dataSelector, {
      onDidChangeInlayHints: lines.onDidExplain,
      // Not bit by bit: VS Code hears of changes only once it has had an answer, so that an early one might remain the last.
      async provideInlayHints(document, range, token) {
        if (!settings(document.uri).inlayHints) return [];
        await lines.settled(token);
        return lines.explained(document, [range]).map((line) => hintOf(document, line));
      },
    }),
  );
}

function hintOf(document: vscode.TextDocument, { line, label, run, explanation }: VisibleLine): vscode.InlayHint {
  const { predicted, probability } = explanation;
  const hint = new vscode.InlayHint(document.lineAt(line).range.end, `\u00a0${hintText(predicted, label)}\u00a0`);
  hint.paddingLeft = true;
  hint.tooltip = `${predicted} with probability ${probability.toFixed(3)}, by ${run.id}`;
  return hint;
}
