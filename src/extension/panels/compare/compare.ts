import * as vscode from 'vscode';
import type { Run } from '../../../core/runs/readRun.ts';
import { compareState, minCompared, maxCompared, type CompareState } from '../../../protocol/compare.ts';
import type { Target } from '../../commands/targets.ts';
import { runDescription } from '../../runs/runWords.ts';
import type { Studio } from '../../studio.ts';
import { ComparePanel } from './comparePanel.ts';
import { webviewFolder } from '../panelHtml.ts';

const viewType = 'safr.compare';

/** Panels of runs side by side: `safr.compareRuns`, and what brings them back after a reload of the window. */
export function registerCompare(studio: Studio): void {
  const webviewOptions = {
    enableScripts: true,
    localResourceRoots: [webviewFolder(studio.context.extensionUri)],
    enableFindWidget: true,
  };
  const compare = async (node: Target, nodes?: readonly Target[]) => {
    const runs = await chosenRuns(studio, nodes ?? [node]);
    if (!runs) return;
    const panel = vscode.window.createWebviewPanel(viewType, 'Compare', vscode.ViewColumn.Active, webviewOptions);
    new ComparePanel(studio, panel, stateOf(runs));
  };
  const deserializeWebviewPanel = async (panel: vscode.WebviewPanel, kept: unknown) => {
    panel.webview.options = webviewOptions;
    const { data: state } = compareState.safeParse(kept);
    if (state) new ComparePanel(studio, panel, state);
    else panel.dispose(); // of another version, or closed before it was drawn
  };
  studio.context.subscriptions.push(
    vscode.commands.registerCommand('safr.compareRuns', compare),
    vscode.window.registerWebviewPanelSerializer(viewType, { deserializeWebviewPanel }),
  );
}

/** The oldest first; of them the first two that are evaluated are taken apart. */
function stateOf(runs: readonly Run[]): CompareState {
  const sorted = [...runs].sort((a, b) => a.record.started.localeCompare(b.record.started));
  const evaluated = sorted.filter(({ evaluation }) => evaluation !== null);
  const [from, to] = (evaluated.length < 2 ? sorted : evaluated).map(({ directory }) => directory);
  return { directories: sorted.map(({ directory }) => directory), from: from!, to: to! };
}

/** Those that are named, where they are several, else those the user picks; undefined where they are not two to six. */
async function chosenRuns(studio: Studio, targets: readonly Target[]): Promise<Run[] | undefined> {
  const named = targets.flatMap((target) => runOf(studio, target) ?? []);
  const runs = named.length < minCompared ? await pick(studio, named) : named;
  if (!runs) return undefined;
  if (runs.length >= minCompared && runs.length <= maxCompared) return [...runs];
  const count = runs.length === 1 ? '1 is' : `${runs.length} are`;
  const message = `Two to six runs are compared; ${count} chosen.`;
  void vscode.window.showWarningMessage(message);
  return undefined;
}

function runOf({ runs }: Studio, target: Target): Run | undefined {
  return target && !(target instanceof vscode.Uri) && 'run' in target ? runs.get(target.run) : undefined;
}

async function pick({ runs }: Studio, chosen: readonly Run[]): Promise<readonly Run[] | undefined> {
  if (runs.all.length < minCompared) {
    void vscode.window.showInformationMessage('There are no two runs to compare yet.');
    return undefined;
  }
  const items = runs.all.map((run) => ({
    label: run.id,
    description: runDescription(run, Date.now()),
    run,
    picked: chosen.includes(run),
  }));
  const options = { canPickMany: true, placeHolder: 'Which runs? Two to six.', matchOnDescription: true } as const;
  const picked = await vscode.window.showQuickPick(items, options);
  return picked?.map(({ run }) => run);
}
