import * as vscode from 'vscode';
import { UserError } from '../common/userError.ts';

/** The message of an error, with the remedy if it has one. */
export function errorText(error: unknown): string {
  if (error instanceof UserError) return `${error.message}. ${error.remedy}`;
  return error instanceof Error ? error.message : String(error);
}

/** Logs an error: an unexpected one with its stack. */
export function logError(log: vscode.LogOutputChannel, error: unknown): void {
  log.error(error instanceof Error && !(error instanceof UserError) ? error : errorText(error));
}

/** Logs an error and shows it to the user as "`what`: message". */
export async function reportError(log: vscode.LogOutputChannel, what: string, error: unknown): Promise<void> {
  logError(log, error);
  const offers = error instanceof UserError ? [] : ['Show Log'];
  if (await vscode.window.showErrorMessage(`${what}: ${errorText(error)}`, ...offers)) log.show();
}
