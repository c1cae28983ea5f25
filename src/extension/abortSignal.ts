import * as vscode from 'vscode';

/** A signal that aborts with a CancellationError when VS Code cancels `token`. Everything below VS Code's API takes signals. */
export function abortSignal(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  const cancel = () => controller.abort(new vscode.CancellationError());
  if (token.isCancellationRequested) cancel();
  else token.onCancellationRequested(cancel);
  return controller.signal;
}
