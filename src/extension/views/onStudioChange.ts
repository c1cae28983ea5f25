import * as vscode from 'vscode';
import type { Studio } from '../studio.ts';

/** So many changes as come within this time, in milliseconds, are one. */
const within = 100;

/** Calls `then` soon after experiments, runs or jobs changed. */
export function onStudioChange({ experiments, runs, jobs }: Studio, then: () => void): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      then();
    }, within);
  };
  const events = [experiments.onDidChange(soon), runs.onDidChange(soon), jobs.onDidChange(soon)];
  return vscode.Disposable.from(...events, { dispose: () => clearTimeout(timer) });
}
