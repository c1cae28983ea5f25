import * as vscode from 'vscode';
import { placeInDocument } from '../../core/dataset/reading/documentRecords.ts';
import type { Studio } from '../studio.ts';
import { importanceColors, importanceStep } from './importanceScale.ts';
import type { Shading } from './shading.ts';
import type { VisibleLine, VisibleLines } from './visibleLines.ts';

/** Shades the words of visible data lines by their importance; `safr.toggleShading` switches it on and off. */
export function registerTokenShading({ context }: Studio, lines: VisibleLines, shading: Shading): void {
  const steps = importanceColors.map((backgroundColor) =>
    vscode.window.createTextEditorDecorationType({ backgroundColor, borderRadius: '3px' }),
  );
  context.subscriptions.push(
    ...steps,
    lines.onDidUpdate(() => {
      for (const editor of vscode.window.visibleTextEditors) {
        shade(editor, steps, shading.isOn(editor.document.uri) ? lines : null);
      }
    }),
    vscode.commands.registerCommand('safr.toggleShading', async () => {
      const isOn = await shading.toggle(vscode.window.activeTextEditor?.document.uri);
      vscode.window.setStatusBarMessage(`SAFR: token shading is ${isOn ? 'on' : 'off'}`, 3000);
    }),
  );
}

/** `lines`: null to remove the shading. */
function shade(
  editor: vscode.TextEditor,
  steps: readonly vscode.TextEditorDecorationType[],
  lines: VisibleLines | null,
) {
  const { document, visibleRanges } = editor;
  const wanted = lines?.explained(document, visibleRanges) ?? [];
  const words = wanted.flatMap((row) => stepsOfWords(document, row));
  steps.forEach((type, i) => {
    const ranges = words.filter(({ step }) => step === i + 1).map(({ range }) => range);
    editor.setDecorations(type, ranges);
  });
}

/** The words of a row that the model reads, each with its step of importance; those escaped in the document are left out. */
function stepsOfWords(document: vscode.TextDocument, row: VisibleLine): { range: vscode.Range; step: number }[] {
  const { segments, explanation } = row;
  const { keep, spans } = explanation;
  if (!keep) return [];
  return spans.flatMap((span, i) => {
    const place = placeInDocument(segments, span.start, span.end);
    if (!place) return [];
    const range = new vscode.Range(document.positionAt(place.start), document.positionAt(place.end));
    return [{ range, step: importanceStep(keep[i]!) }];
  });
}
