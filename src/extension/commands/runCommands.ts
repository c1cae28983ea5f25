import * as vscode from 'vscode';
import { settings } from '../settings.ts';
import type { Studio } from '../studio.ts';
import { deleteRuns } from './deleteRuns.ts';
import { directoryOf, runOf, type Target } from './targets.ts';

/** Reveal, delete, choose for explanations, read anew. */
export function registerRunCommands(studio: Studio): void {
  studio.context.subscriptions.push(
    vscode.commands.registerCommand('safr.revealRun', (target: Target) => reveal(studio, target)),
    vscode.commands.registerCommand('safr.deleteRun', (target: Target, selected?: readonly Target[]) =>
      deleteRuns(studio, target, selected),
    ),
    vscode.commands.registerCommand('safr.selectRun', (target: Target) => select(studio, target)),
    vscode.commands.registerCommand('safr.refreshRuns', () => studio.runs.load()),
  );
}

/** In the explorer where the run lies in the workspace, else in the system's file manager. */
async function reveal(studio: Studio, target: Target): Promise<void> {
  const directory = await directoryOf(studio, target, 'Reveal which run?');
  if (directory === undefined) return;
  const uri = vscode.Uri.file(directory);
  const command = vscode.workspace.getWorkspaceFolder(uri) ? 'revealInExplorer' : 'revealFileInOS';
  await vscode.commands.executeCommand(command, uri);
}

/** Makes a run the one that explains its experiment's data; chosen again, the newest does. */
async function select(studio: Studio, target: Target): Promise<void> {
  const run = await runOf(studio, target, ({ hasWeights }) => hasWeights, 'Which run explains the data?');
  if (!run) return;
  const again = settings().explainRun === run.id;
  const place = vscode.workspace.workspaceFolders
    ? vscode.ConfigurationTarget.Workspace
    : vscode.ConfigurationTarget.Global;
  await vscode.workspace.getConfiguration('safr').update('explainRun', again ? 'latest' : run.id, place);
  const told = again ? 'The newest run explains the data again' : `${run.id} explains the data now`;
  vscode.window.setStatusBarMessage(`$(lightbulb) ${told}`, 5000);
}
