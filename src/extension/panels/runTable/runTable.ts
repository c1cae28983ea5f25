import * as vscode from 'vscode';
import { keptRunTable, type RunTableState } from '../../../protocol/runTable.ts';
import type { Target } from '../../commands/targets.ts';
import type { Studio } from '../../studio.ts';
import { Panels } from '../panels.ts';
import { initialState } from './runTableModel.ts';
import { RunTablePanel } from './runTablePanel.ts';

/** The table of all runs, and the command `safr.openRunTable`. */
export function registerRunTable(studio: Studio): void {
  const panels = new Panels<RunTableState>({
    viewType: 'safr.runTable',
    place: () => vscode.ViewColumn.Active,
    keyOf: () => 'runs',
    restore: (kept) => keptRunTable.safeParse(kept).data?.state,
    create: (panel, state) => new RunTablePanel(studio, panel, state),
  });
  const open = (target: Target) => panels.open({ ...initialState, filter: filterOf(studio, target) });
  studio.context.subscriptions.push(panels.register(), vscode.commands.registerCommand('safr.openRunTable', open));
}

/** Of an experiment in the Runs view, its runs alone. */
function filterOf({ experiments }: Studio, target: Target): string {
  const path = target && 'experiment' in target ? target.experiment : undefined;
  return path === undefined ? '' : `experiment="${experiments.nameOf(path)}"`;
}
