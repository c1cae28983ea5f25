import * as vscode from 'vscode';
import type { Target } from '../../commands/targets.ts';
import { documentScheme } from '../../editor/datasetUri.ts';
import { loadRuns } from '../../runs/loadRuns.ts';
import type { Studio } from '../../studio.ts';
import { DataTablePanel } from './dataTablePanel.ts';

export const dataTableType = 'safr.dataTable';

/** The editor that shows data files as tables, and the command `safr.openDataTable`, of the active data file. */
export function registerDataTable(studio: Studio): void {
  const editors: vscode.CustomReadonlyEditorProvider = {
    openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
    async resolveCustomEditor({ uri }, panel) {
      if (studio.runs.all.length === 0) await loadRuns(studio);
      await DataTablePanel.open(studio, panel, uri);
    },
  };
  const open = (target: Target) => {
    const uri = target instanceof vscode.Uri ? target : vscode.window.activeTextEditor?.document.uri;
    if (uri?.scheme === 'file' || uri?.scheme === documentScheme) {
      return vscode.commands.executeCommand('vscode.openWith', uri, dataTableType);
    }
    return undefined;
  };
  studio.context.subscriptions.push(
    vscode.window.registerCustomEditorProvider(dataTableType, editors, { supportsMultipleEditorsPerDocument: true }),
    vscode.commands.registerCommand('safr.openDataTable', open),
  );
}
