import * as vscode from 'vscode';
import { runItem } from '../runs/runItem.ts';
import { settings } from '../settings.ts';
import type { Studio } from '../studio.ts';
import { deleteRuns } from './deleteRuns.ts';
import { directoryOf, targetPath, type Target } from './targets.ts';

/** Reveal, delete, choose for explanations, refresh. */
export function registerRunCommands(studio: Studio): void {
  studio.context.subscriptions.push(
    vscode.commands.registerCommand('safr.revealRun', (target: Target) => reveal(studio, target)),
    vscode.commands.registerCommand('safr.deleteRun', (target: Target, selected?: readonly Target[]) =>
      deleteRuns(studio, target, selected),
    ),
    vscode.commands.registerCommand('safr.selectRun', (target: Target) => select(studio, target)),
    vscode.commands.registerCommand('safr.refreshRuns', () =>
      vscode.window.withProgress({ location: { viewId: 'safr.runs' } }, () => studio.runs.load()),
    ),
  );
}

/** In the explorer if the run is in the workspace, else in the system's file manager. */
async function reveal(studio: Studio, target: Target): Promise<void> {
  const directory = await directoryOf(studio, target, 'Reveal which run?');
  if (directory === undefined) return;
  const uri = vscode.Uri.file(directory);
  const command = vscode.workspace.getWorkspaceFolder(uri) ? 'revealInExplorer' : 'revealFileInOS';
  await vscode.commands.executeCommand(command, uri);
}

/** Chooses the run that explains its experiment's data, or the best one again. */
async function select(studio: Studio, target: Target): Promise<void> {
  const isRun = target && !(target instanceof vscode.Uri) && 'run' in target;
  const id = isRun ? studio.runs.get(target.run)?.id : await pickRun(studio, targetPath(target));
  if (id === undefined) return;
  const place = vscode.workspace.workspaceFolders
    ? vscode.ConfigurationTarget.Workspace
    : vscode.ConfigurationTarget.Global;
  await vscode.workspace.getConfiguration('safr').update('explainRun', id, place);
}

/** One of all runs or of an experiment's (absolute path), or always the best one. */
async function pickRun(studio: Studio, experimentPath: string | undefined): Promise<string | undefined> {
  const { runs } = studio;
  const chosen = settings().explainRun ?? 'latest';
  const mark = (id: string) => (id === chosen ? ' $(check)' : '');
  const latest = {
    label: `The newest finished and evaluated run${mark('latest')}`,
    description: experimentPath === undefined ? 'of each experiment' : '',
    id: 'latest',
  };
  const able = (experimentPath === undefined ? runs.all : runs.of(experimentPath)).filter((run) => run.hasWeights);
  const items = able.map((run) => {
    const item = runItem(studio, run);
    return { ...item, label: `${item.label}${mark(run.id)}`, id: run.id };
  });
  const options = { placeHolder: 'Which run explains the data?', matchOnDescription: true };
  return (await vscode.window.showQuickPick([latest, ...items], options))?.id;
}
