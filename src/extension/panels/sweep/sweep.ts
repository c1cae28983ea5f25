import * as vscode from 'vscode';
import { sweepPanelState } from '../../../protocol/sweep.ts';
import { sweepOf } from '../../commands/sweepCommands.ts';
import type { Target } from '../../commands/targets.ts';
import type { Studio } from '../../studio.ts';
import { SweepPanel } from './sweepPanel.ts';

const viewType = 'safr.sweep';

/** The panels of sweeps, one an experiment: `safr.openSweep`, and those that a reload of the window brings back. */
export function registerSweepPanel(studio: Studio): void {
  const panels = new SweepPanels(studio);
  studio.context.subscriptions.push(
    vscode.commands.registerCommand('safr.openSweep', (target: Target) => panels.open(target)),
    vscode.window.registerWebviewPanelSerializer(viewType, panels),
  );
}

class SweepPanels implements vscode.WebviewPanelSerializer {
  readonly #panels = new Map<string, SweepPanel>();
  private readonly studio: Studio;

  constructor(studio: Studio) {
    this.studio = studio;
  }

  async open(target: Target): Promise<void> {
    const path = await sweepOf(this.studio, target, 'Open which sweep?');
    if (path === undefined) return;
    const open = this.#panels.get(path);
    if (open) return open.reveal();
    const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    this.#hold(vscode.window.createWebviewPanel(viewType, 'Sweep', place), path, null);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, kept: unknown): Promise<void> {
    const { data: state } = sweepPanelState.safeParse(kept);
    if (state) this.#hold(panel, state.experimentPath, state.compare);
    else panel.dispose(); // of another version, or closed before it was drawn
  }

  #hold(panel: vscode.WebviewPanel, path: string, compare: string | null): void {
    const held = new SweepPanel(this.studio, panel, path, compare);
    this.#panels.set(path, held);
    panel.onDidDispose(() => this.#panels.get(path) === held && this.#panels.delete(path));
  }
}
