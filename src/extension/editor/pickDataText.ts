import * as vscode from 'vscode';
import type { DataText } from '../../protocol/compute.ts';
import { abortSignal } from '../abortSignal.ts';
import { reportError } from '../reportError.ts';
import type { Studio } from '../studio.ts';
import { openDataLine } from './openDataLine.ts';

export interface TextItem extends vscode.QuickPickItem {
  readonly text: DataText;
}

interface TextPick {
  /** Of the run. */
  readonly directory: string;
  readonly title: string;
  readonly placeHolder: string;
  /** The texts to choose from, of the test split. */
  readonly items: (signal: AbortSignal) => Promise<readonly TextItem[]>;
}

/** Opens the line of each text as the user moves through the list; closing it restores the previous editor. Returns whether there are any. */
export async function pickDataText(
  studio: Studio,
  { directory, title, placeHolder, items }: TextPick,
): Promise<boolean> {
  const restore = restorePoint();
  const source = new vscode.CancellationTokenSource();
  const report = (error: unknown) => {
    if (!(error instanceof vscode.CancellationError)) void reportError(studio.log, title, error);
  };
  const open = ({ text }: TextItem, preserveFocus: boolean) =>
    openDataLine(studio, { directory, split: 'test', text }, { preserveFocus, preview: true });
  try {
    const found = items(abortSignal(source.token)).then((all) => {
      if (all.length === 0) source.cancel();
      return all;
    });
    const options: vscode.QuickPickOptions = {
      ...{ title, placeHolder, matchOnDescription: true, matchOnDetail: true },
      onDidSelectItem: (item: TextItem) => void open(item, true).catch(report),
    };
    const item = await vscode.window.showQuickPick(found, options, source.token);
    const isEmpty = source.token.isCancellationRequested;
    source.cancel();
    if (isEmpty) return false;
    if (item) await open(item, false);
    else await restore();
  } catch (error) {
    report(error);
  }
  return true;
}

/** Remembers the current editor and selection; the editor object itself would change. */
function restorePoint(): () => Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return async () => undefined;
  const { document, selection, viewColumn = vscode.ViewColumn.Active } = editor;
  return async () => void (await vscode.window.showTextDocument(document, { selection, viewColumn }));
}

/** On one line, truncated to what a list shows. */
export function shortText(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 160 ? `${line.slice(0, 160)}…` : line;
}
