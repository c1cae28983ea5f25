import * as vscode from 'vscode';
import type { SimilarError } from '../../protocol/compute.ts';
import { abortSignal } from '../abortSignal.ts';
import { reportError } from '../reportError.ts';
import { settings } from '../settings.ts';
import type { Studio } from '../studio.ts';
import { activeDataLine } from './dataLines.ts';
import { short } from './hintText.ts';
import { openDataLine } from './openDataLine.ts';

/** The argument of the command; undefined from the palette: the line of the cursor. */
type TextOfRun = { readonly run: string; readonly text: string } | undefined;

/** The command `safr.showSimilarErrors`: wrongly classified test texts that are like a text, each opened in its file. */
export function registerSimilarErrors(studio: Studio): void {
  const show = (target: TextOfRun) => showSimilarErrors(studio, target);
  studio.context.subscriptions.push(vscode.commands.registerCommand('safr.showSimilarErrors', show));
}

async function showSimilarErrors(studio: Studio, target: TextOfRun): Promise<void> {
  const line = activeDataLine(studio);
  const of = target ?? (line && { run: line.run.directory, text: line.text });
  const run = of && studio.runs.get(of.run);
  if (!run) {
    void vscode.window.showInformationMessage('Put the cursor on a line of a data file whose experiment is trained.');
  } else if (run.summary === null) {
    await offerEvaluation(run.directory, `${run.id} is not evaluated yet, so its errors are not known.`);
  } else {
    await pickError(studio, run.directory, of.text);
  }
}

/** Opens each error as the user moves through the list; closing it restores the previous editor. */
async function pickError(studio: Studio, directory: string, text: string): Promise<void> {
  const restore = restorePoint();
  const source = new vscode.CancellationTokenSource();
  const open = ({ error }: ErrorItem, preserveFocus: boolean) =>
    openDataLine(studio, { directory, split: 'test', text: error }, { preserveFocus, preview: true });
  try {
    const cacheDir = settings(vscode.Uri.file(directory)).cacheDir;
    const found = studio.inference.request('similarErrors', { directory, text, cacheDir }, abortSignal(source.token));
    const items = found.then((errors) => {
      if (errors.length === 0) source.cancel();
      return errors.map(itemOf);
    });
    const options: vscode.QuickPickOptions = {
      title: 'Similar Errors',
      placeHolder: shortened(text),
      matchOnDescription: true,
      matchOnDetail: true,
      onDidSelectItem: (item: ErrorItem) => void open(item, true).catch((error: unknown) => report(studio.log, error)),
    };
    const item = await vscode.window.showQuickPick(items, options, source.token);
    const wasCancelled = source.token.isCancellationRequested;
    source.cancel();
    if (wasCancelled) await offerEvaluation(directory, 'No wrongly classified test text is like this one.');
    else if (item) await open(item, false);
    else await restore();
  } catch (error) {
    report(studio.log, error);
  }
}

/** Remembers the current editor and selection; the editor object itself would change. */
function restorePoint(): () => Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return async () => undefined;
  const { document, selection, viewColumn = vscode.ViewColumn.Active } = editor;
  return async () => void (await vscode.window.showTextDocument(document, { selection, viewColumn }));
}

interface ErrorItem extends vscode.QuickPickItem {
  readonly error: SimilarError;
}

function itemOf(error: SimilarError): ErrorItem {
  return {
    label: `${short(error.predicted)} ✗ (${short(error.label)})`,
    description: error.shared.join(', '),
    detail: shortened(error.text),
    error,
  };
}

/** On one line, truncated to what a list shows. */
function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 160 ? `${line.slice(0, 160)}…` : line;
}

async function offerEvaluation(directory: string, message: string): Promise<void> {
  const answer = await vscode.window.showInformationMessage(message, 'Evaluate');
  if (answer) await vscode.commands.executeCommand('safr.evaluate', { run: directory });
}

function report(log: vscode.LogOutputChannel, error: unknown): void {
  if (error instanceof vscode.CancellationError) return;
  void reportError(log, 'Similar errors', error);
}
