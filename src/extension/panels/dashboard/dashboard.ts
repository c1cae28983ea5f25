import * as vscode from 'vscode';
import { dashboardState } from '../../../protocol/dashboard.ts';
import { experimentOf, type Target } from '../../commands/targets.ts';
import type { Studio } from '../../studio.ts';
import { DashboardPanel } from './dashboardPanel.ts';
import type { Slots } from './dashboardSlots.ts';

const viewType = 'safr.dashboard';

/** The dashboards, one an experiment: `safr.openDashboard` and those that a reload of the window brings back. */
export function registerDashboard(studio: Studio): void {
  const dashboards = new Dashboards(studio);
  studio.context.subscriptions.push(
    vscode.commands.registerCommand('safr.openDashboard', (target: Target) => dashboards.open(target)),
    vscode.window.registerWebviewPanelSerializer(viewType, dashboards),
  );
}

class Dashboards implements vscode.WebviewPanelSerializer {
  readonly #panels = new Map<string, DashboardPanel>();
  private readonly studio: Studio;

  constructor(studio: Studio) {
    this.studio = studio;
  }

  /** Of an experiment, or of a run's with that run shown. */
  async open(target: Target): Promise<void> {
    const run = runTarget(target);
    const path = run ? this.studio.runs.get(run)?.experimentPath : (await experimentOf(this.studio, target))?.path;
    if (path === undefined) return;
    const dashboard = this.#show(path);
    if (run) dashboard.add(run);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, kept: unknown): Promise<void> {
    const { data: state } = dashboardState.safeParse(kept);
    if (state) this.#hold(panel, state.experimentPath, state.slots);
    else panel.dispose(); // of another version, or closed before it was drawn
  }

  #show(path: string): DashboardPanel {
    const open = this.#panels.get(path);
    if (open) {
      open.reveal();
      return open;
    }
    const panel = vscode.window.createWebviewPanel(viewType, 'Dashboard', {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
    });
    return this.#hold(panel, path);
  }

  #hold(panel: vscode.WebviewPanel, path: string, slots?: Slots): DashboardPanel {
    const dashboard = new DashboardPanel(this.studio, panel, path, slots);
    this.#panels.set(path, dashboard);
    panel.onDidDispose(() => this.#panels.get(path) === dashboard && this.#panels.delete(path));
    return dashboard;
  }
}

function runTarget(target: Target): string | undefined {
  return target && !(target instanceof vscode.Uri) && 'run' in target ? target.run : undefined;
}
