import * as vscode from 'vscode';
import type { DataLine, LineDataset } from '../../core/dataset/parseDataLine.ts';
import type { SplitName } from '../../core/dataset/source.ts';
import { makeSpanFinder } from '../../core/dataset/tokenizer.ts';
import type { Run } from '../../core/runs/readRun.ts';
import type { DataText } from '../../protocol/compute.ts';
import type { Studio } from '../studio.ts';
import { lineDataset, readDataLine } from './dataLines.ts';
import { documentColumns, documentParts } from './datasetUri.ts';

/** A text of a run's data. */
export interface DataPlace {
  /** Of the run. */
  readonly directory: string;
  readonly split: SplitName;
  readonly text: DataText;
  /** Number of a token in the text, to be selected in place of all of it. */
  readonly token?: number | undefined;
}

/**
 * Opens the line of a text, in the user's own file or in our document of the data set, and selects the text. Returns the editor;
 * undefined where the run is gone. Errors: VS Code's, where there is no such file.
 */
export async function openDataLine(
  { runs }: Pick<Studio, 'runs'>,
  { directory, split, text, token }: DataPlace,
  options: Pick<vscode.TextDocumentShowOptions, 'preserveFocus' | 'preview'> = {},
): Promise<vscode.TextEditor | undefined> {
  const run = runs.get(directory);
  if (!run) return undefined;
  const dataset = lineDataset(run.experiment.dataset, text.file);
  const uri = dataset ? vscode.Uri.file(text.file) : vscode.Uri.from(documentParts(run, split));
  const document = await vscode.workspace.openTextDocument(uri);
  const line = Math.min(dataset ? text.line - 1 : text.index + 1, document.lineCount - 1);
  const selection = placeOf(run, document, line, dataset ?? documentColumns, token);
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  const viewColumn = shown?.viewColumn ?? vscode.ViewColumn.One;
  return vscode.window.showTextDocument(document, { ...options, viewColumn, selection });
}

/** A token or the text in its line; the beginning of the line where they cannot be told in it. */
function placeOf(
  run: Run,
  document: vscode.TextDocument,
  line: number,
  dataset: LineDataset,
  token: number | undefined,
): vscode.Range {
  const row = readDataLine(document, line, dataset);
  const { start, end } = row ? spanOf(run, row, token) : { start: 0, end: 0 };
  return new vscode.Range(line, start, line, end);
}

function spanOf(run: Run, { text, start }: DataLine, token: number | undefined): { start: number; end: number } {
  if (start === null) return { start: 0, end: 0 };
  const span = token === undefined ? undefined : makeSpanFinder(run.experiment.tokenizer)(text)[token];
  return { start: start + (span?.start ?? 0), end: start + (span?.end ?? text.length) };
}
