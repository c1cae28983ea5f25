import * as vscode from 'vscode';
import type { Studio } from '../studio.ts';

/** Calls `then` soon after experiments, runs, jobs or sweeps changed; the changes of `within` milliseconds are one. */
export function onStudioChange(
  { experiments, runs, jobs, sweeps }: Studio,
  then: () => void,
  within = 100,
): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      then();
    }, within);
  };
  const events = [
    experiments.onDidChange(soon),
    runs.onDidChange(soon),
    jobs.onDidChange(soon),
    sweeps.onDidChange(soon),
  ];
  return vscode.Disposable.from(...events, { dispose: () => clearTimeout(timer) });
}
