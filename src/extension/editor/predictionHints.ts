import * as vscode from 'vscode';
import { decimals } from '../../common/format.ts';
import { abortSignal } from '../abortSignal.ts';
import { settings } from '../settings.ts';
import type { Studio } from '../studio.ts';
import { dataSelector } from './dataLines.ts';
import { hintText } from './hintText.ts';
import type { VisibleLine, VisibleLines } from './visibleLines.ts';

/** Shows the predicted label before each visible data line, where long lines do not hide it, with a mark if it is wrong. */
export function registerPredictionHints({ context, runs }: Studio, lines: VisibleLines): void {
  context.subscriptions.push(
    vscode.languages.registerInlayHintsProvider(dataSelector, {
      onDidChangeInlayHints: lines.onDidExplain,
      // All at once: VS Code takes up changes only after an answer, so that an early partial answer might remain the last.
      async provideInlayHints(document, range, token) {
        if (!settings(document.uri).inlayHints) return [];
        await lines.settled(abortSignal(token));
        return lines.explained(document, [range]).map((line) => hintOf(line, runs.nameOf(line.run)));
      },
    }),
  );
}

function hintOf({ firstLine, label, run, explanation }: VisibleLine, runName: string): vscode.InlayHint {
  const { predicted, probability } = explanation;
  const hint = new vscode.InlayHint(
    new vscode.Position(firstLine, 0),
    `\u00a0${hintText(predicted, label, run.classes)}\u00a0`,
  );
  hint.paddingRight = true;
  hint.tooltip = `${predicted} with probability ${decimals(probability, 3)}, by ${runName}`;
  return hint;
}
