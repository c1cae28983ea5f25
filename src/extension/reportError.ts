import { basename } from 'node:path';
import * as vscode from 'vscode';
import { counted } from '../common/format.ts';
import { UserError } from '../common/userError.ts';

/** The message of an error, with the remedy if it has one. */
export function errorText(error: unknown): string {
  if (error instanceof UserError) return `${error.message}. ${error.remedy}`;
  return error instanceof Error ? error.message : String(error);
}

/**
 * The text of a notification about an error, of which VS Code shows the beginning: the reason first, then where and what to do, then what failed, such as
 * "Training mails".
 */
export function toastText(error: unknown, what: string): string {
  const remedy = error instanceof UserError ? ` ${error.remedy}` : '';
  return `${reasonOf(error)}.${remedy} (${what})`;
}

/** The first of several problems, its place behind it. */
function reasonOf(error: unknown): string {
  if (!(error instanceof UserError)) return error instanceof Error ? error.message : String(error);
  const [first = '', ...others] = error.message.split('\n');
  const more = others.length === 0 ? '' : `, and ${counted(others.length, 'more problem')}`;
  const [, file, line, problem] = /^(.+?):(\d+):\d+: (.*)$/.exec(first) ?? [];
  if (file !== undefined) return `${problem} (${basename(file)}, line ${line}${more})`;
  const [, path, reason] = /^((?:\/|[A-Za-z]:[\\/])[^:]*): (.*)$/.exec(first) ?? [];
  return path === undefined ? first + more : `${reason} (${path})${more}`;
}

/** Logs an error: an unexpected one with its stack. */
export function logError(log: vscode.LogOutputChannel, error: unknown): void {
  log.error(error instanceof Error && !(error instanceof UserError) ? error : errorText(error));
}

/** Logs an error and shows it to the user, see `toastText`. */
export async function reportError(log: vscode.LogOutputChannel, what: string, error: unknown): Promise<void> {
  logError(log, error);
  const offers = error instanceof UserError ? [] : ['Show Log'];
  if (await vscode.window.showErrorMessage(toastText(error, what), ...offers)) log.show();
}
