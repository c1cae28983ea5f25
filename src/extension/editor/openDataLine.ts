import * as vscode from 'vscode';
import { placeInDocument } from '../../core/dataset/reading/documentRecords.ts';
import type { ReadingOptions } from '../../core/dataset/reading/options.ts';
import { isParquet } from '../../common/placeName.ts';
import { UserError } from '../../common/userError.ts';
import { zipPathOf } from '../../core/dataset/reading/bytes.ts';
import type { SplitName } from '../../core/dataset/source.ts';
import type { TokenSpan } from '../../core/dataset/tokenizer.ts';
import type { DataText } from '../../protocol/compute.ts';
import type { Studio } from '../studio.ts';
import { readDataLine, readingOf } from './dataLines.ts';
import { documentReading, documentParts } from './datasetUri.ts';

/** A text of a run's data. */
export interface DataPlace {
  /** Of the run. */
  readonly directory: string;
  readonly split: SplitName;
  readonly text: DataText;
  /** Number of a token whose word to select instead of the whole text. */
  readonly token?: number | undefined;
}

/**
 * Opens the line of a text, in the user's own file or in our document of the data set, and selects the text. Returns the editor;
 * undefined if the run has been deleted. Errors: those of VS Code if there is no such file.
 */
export async function openDataLine(
  { runs, textReaders }: Pick<Studio, 'runs' | 'textReaders'>,
  { directory, split, text, token }: DataPlace,
  options: Pick<vscode.TextDocumentShowOptions, 'preserveFocus' | 'preview'> = {},
): Promise<vscode.TextEditor | undefined> {
  const run = runs.get(directory);
  if (!run) return undefined;
  checkText(text.file);
  const dataset = readingOf(run.experiment.dataset);
  const uri = dataset ? vscode.Uri.file(text.file) : vscode.Uri.from(documentParts(run, split));
  const document = await vscode.workspace.openTextDocument(uri);
  const line = Math.min(dataset ? text.line - 1 : text.index + 1, document.lineCount - 1);
  const spanOf = async (read: string) =>
    token === undefined
      ? undefined
      : (await textReaders.of(run)).words(read).findLast(({ firstToken }) => firstToken <= token);
  const selection = await placeOf(document, line, dataset ?? documentReading, spanOf);
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  const viewColumn = shown?.viewColumn ?? vscode.ViewColumn.One;
  return vscode.window.showTextDocument(document, { ...options, viewColumn, selection });
}

/** Errors: UserError if the file is none that an editor shows as it was read. */
function checkText(file: string): void {
  if (!isParquet(file) && !/\.(gz|zip)$/i.test(file) && zipPathOf(file) === null) return;
  throw new UserError(
    `${file}: is not a text file, so the row cannot be opened`,
    'Unpack or convert the file to see its rows.',
  );
}

/** A word, given by its place in the text, or the whole text; the beginning of the line where they cannot be told in it. */
async function placeOf(
  document: vscode.TextDocument,
  line: number,
  dataset: ReadingOptions,
  spanOf: (text: string) => Promise<TokenSpan | undefined>,
): Promise<vscode.Range> {
  const row = readDataLine(document, line, dataset);
  const span = row && (await spanOf(row.text));
  const place = row && placeInDocument(row.segments, span?.start ?? 0, span?.end ?? row.text.length);
  if (!place) return new vscode.Range(line, 0, line, 0);
  return new vscode.Range(document.positionAt(place.start), document.positionAt(place.end));
}
