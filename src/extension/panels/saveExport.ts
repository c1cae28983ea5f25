import { Buffer } from 'node:buffer';
import * as vscode from 'vscode';
import { UserError } from '../../common/userError.ts';

/** A chart as a panel exports it: base64 of a PNG, or the text of a CSV. `name` is a proposal, without extension. */
export interface Exported {
  readonly name: string;
  readonly format: 'png' | 'csv';
  readonly content: string;
}

/** Asks where to keep it: in the workspace, or else next to a file. */
export async function saveExport({ name, format, content }: Exported, file: vscode.Uri): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.joinPath(file, '..');
  const uri = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(folder, `${name}.${format}`),
    filters: format === 'png' ? { 'PNG picture': ['png'] } : { 'CSV table': ['csv'] },
  });
  if (uri) await writeFile(uri, Buffer.from(content, format === 'png' ? 'base64' : 'utf8'));
}

/** Errors: UserError if the file cannot be written. */
export async function writeFile(uri: vscode.Uri, content: string | Uint8Array): Promise<void> {
  try {
    await vscode.workspace.fs.writeFile(uri, Buffer.from(content));
  } catch (error) {
    const message = `${uri.fsPath} cannot be written: ${(error as Error).message}`;
    throw new UserError(message, 'Choose another place.');
  }
}
