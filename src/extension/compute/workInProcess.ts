import * as vscode from 'vscode';
import type { ComputeProcess } from '../../client/computeProcess.ts';
import { abortSignal } from '../abortSignal.ts';
import { reportError } from '../reportError.ts';
import type { Studio } from '../studio.ts';
import { checkTrusted } from './trust.ts';

export interface WorkOptions {
  readonly signal: AbortSignal;
}

/** Shows the progress of work in a notification. `share` done: 0 to 1. */
export type ShowProgress = (message: string, share: number) => void;

/**
 * Does something in its own compute process, with a notification that can cancel it. Undefined if it was cancelled or failed; the user
 * sees why.
 */
export async function workInProcess<T>(
  { startCompute, log }: Studio,
  title: string,
  ask: (compute: ComputeProcess, options: WorkOptions, showProgress: ShowProgress) => Promise<T>,
): Promise<T | undefined> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  try {
    checkTrusted();
    return await vscode.window.withProgress(options, async (notification, token) => {
      const compute = await startCompute();
      let shown = 0;
      const showProgress: ShowProgress = (message, share) => {
        notification.report({ message, increment: 100 * (share - shown) });
        shown = share;
      };
      try {
        return await ask(compute, { signal: abortSignal(token) }, showProgress);
      } finally {
        await compute.end();
      }
    });
  } catch (error) {
    if (!(error instanceof vscode.CancellationError)) void reportError(log, title, error);
    return undefined;
  }
}
