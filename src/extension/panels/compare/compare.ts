import * as vscode from 'vscode';
import type { Run } from '../../../core/runs/readRun.ts';
import { compareState, minCompared, maxCompared, type CompareState } from '../../../protocol/compare.ts';
import type { Target } from '../../commands/targets.ts';
import { runItem } from '../../runs/runItem.ts';
import type { Studio } from '../../studio.ts';
import { ComparePanel } from './comparePanel.ts';
import { Panels } from '../panels.ts';

/** Panels of runs side by side, one for each comparison, and the command `safr.compareRuns`. */
export function registerCompare(studio: Studio): void {
  const panels = new Panels<CompareState>({
    viewType: 'safr.compare',
    place: () => vscode.ViewColumn.Active,
    keyOf: (state) => state,
    restore: (kept) => compareState.safeParse(kept).data,
    create: (panel, state) => new ComparePanel(studio, panel, state),
  });
  const compare = async (node: Target, nodes?: readonly Target[]) => {
    const runs = await chosenRuns(studio, nodes ?? [node]);
    if (runs) panels.open(stateOf(runs));
  };
  studio.context.subscriptions.push(panels.register(), vscode.commands.registerCommand('safr.compareRuns', compare));
}

/** The oldest first; of them the first two that are evaluated are compared in detail. */
function stateOf(runs: readonly Run[]): CompareState {
  const sorted = [...runs].sort((a, b) => a.record.started.localeCompare(b.record.started));
  const evaluated = sorted.filter(({ summary }) => summary !== null);
  const [from, to] = (evaluated.length < 2 ? sorted : evaluated).map(({ directory }) => directory);
  return { directories: sorted.map(({ directory }) => directory), from: from!, to: to! };
}

/** The runs the command was called with if there are several, else those the user picks; undefined if they are not two to six. */
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

async function pick(studio: Studio, chosen: readonly Run[]): Promise<readonly Run[] | undefined> {
  const { runs } = studio;
  if (runs.all.length < minCompared) {
    void vscode.window.showInformationMessage('There are no two runs to compare yet.');
    return undefined;
  }
  const items = runs.all.map((run) => ({ ...runItem(studio, run), picked: chosen.includes(run) }));
  const options = { canPickMany: true, placeHolder: 'Which runs? Two to six.', matchOnDescription: true } as const;
  const picked = await vscode.window.showQuickPick(items, options);
  return picked?.map(({ run }) => run);
}
