import * as vscode from 'vscode';
import { dashboardState } from '../../../protocol/dashboard.ts';
import { experimentOf, type Target } from '../../commands/targets.ts';
import type { Studio } from '../../studio.ts';
import { Panels } from '../panels.ts';
import { DashboardPanel, type ShownDashboard } from './dashboardPanel.ts';
import { emptySlots } from './dashboardSlots.ts';

/** The dashboards, one per experiment, and the command `safr.openDashboard`. */
export function registerDashboard(studio: Studio): void {
  const panels = new Panels<ShownDashboard>({
    viewType: 'safr.dashboard',
    place: () => ({ viewColumn: vscode.ViewColumn.Beside, preserveFocus: true }),
    keyOf: ({ experimentPath }) => experimentPath,
    restore: (kept) => dashboardState.safeParse(kept).data,
    create: (panel, state) => {
      void vscode.commands.executeCommand('setContext', 'safr.dashboardOpened', true);
      return new DashboardPanel(studio, panel, state);
    },
  });
  /** Of an experiment, or of a run's with that run shown. */
  const open = async (target: Target) => {
    const run = runTarget(target);
    const path = run ? studio.runs.get(run)?.experimentPath : (await experimentOf(studio, target))?.path;
    if (path !== undefined) panels.open({ experimentPath: path, slots: emptySlots, added: run });
  };
  studio.context.subscriptions.push(panels.register(), vscode.commands.registerCommand('safr.openDashboard', open));
}

function runTarget(target: Target): string | undefined {
  return target && !(target instanceof vscode.Uri) && 'run' in target ? target.run : undefined;
}
