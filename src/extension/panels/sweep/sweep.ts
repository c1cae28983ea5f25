import * as vscode from 'vscode';
import { sweepPanelState, type SweepPanelState } from '../../../protocol/sweep.ts';
import { sweepOf } from '../../commands/sweepCommands.ts';
import type { Target } from '../../commands/targets.ts';
import type { Studio } from '../../studio.ts';
import { Panels } from '../panels.ts';
import { SweepPanel } from './sweepPanel.ts';

/** The panels of sweeps, one per experiment, and the command `safr.openSweep`. */
export function registerSweepPanel(studio: Studio): void {
  const panels = new Panels<SweepPanelState>({
    viewType: 'safr.sweep',
    place: () => ({ viewColumn: vscode.ViewColumn.Beside, preserveFocus: true }),
    keyOf: ({ experimentPath }) => experimentPath,
    restore: (kept) => sweepPanelState.safeParse(kept).data,
    create: (panel, state) => new SweepPanel(studio, panel, state),
  });
  const open = async (target: Target) => {
    const experimentPath = await sweepOf(studio, target, 'Open which sweep?');
    if (experimentPath !== undefined) panels.open({ experimentPath, compare: null });
  };
  studio.context.subscriptions.push(panels.register(), vscode.commands.registerCommand('safr.openSweep', open));
}
