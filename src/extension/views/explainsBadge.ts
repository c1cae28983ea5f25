import * as vscode from 'vscode';

const scheme = 'safr-run';

/** What a badge beside a run is given for. */
export function explainsUri(directory: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path: directory, query: 'explains' });
}

/** Marks the runs that explain their experiment's data. */
export function registerExplainsBadge(): vscode.Disposable {
  return vscode.window.registerFileDecorationProvider({
    provideFileDecoration: (uri) =>
      uri.scheme === scheme ? { badge: 'E', tooltip: 'Explains the data of its experiment' } : undefined,
  });
}
