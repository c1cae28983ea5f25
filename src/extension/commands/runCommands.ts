import * as vscode from 'vscode';
import type { Run } from '../../core/runs/readRun.ts';
import { runDescription } from '../runs/runWords.ts';
import { settings } from '../settings.ts';
import type { Studio } from '../studio.ts';
import { deleteRuns } from './deleteRuns.ts';
import { directoryOf, runOf, type Target } from './targets.ts';

/** Reveal, delete, choose for explanations, refresh. */
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

/** In the explorer if the run is in the workspace, else in the system's file manager. */
async function reveal(studio: Studio, target: Target): Promise<void> {
  const directory = await directoryOf(studio, target, 'Reveal which run?');
  if (directory === undefined) return;
  const uri = vscode.Uri.file(directory);
  const command = vscode.workspace.getWorkspaceFolder(uri) ? 'revealInExplorer' : 'revealFileInOS';
  await vscode.commands.executeCommand(command, uri);
}

/** Chooses the run that explains its experiment's data, or the newest again. */
async function select(studio: Studio, target: Target): Promise<void> {
  const id = target === undefined ? await pickRun(studio) : (await runOf(studio, target, hasWeights, question))?.id;
  if (id === undefined) return;
  const place = vscode.workspace.workspaceFolders
    ? vscode.ConfigurationTarget.Workspace
    : vscode.ConfigurationTarget.Global;
  await vscode.workspace.getConfiguration('safr').update('explainRun', id, place);
}

const question = 'Which run explains the data?';
const hasWeights = (run: Run) => run.hasWeights;

/** One of all runs, or always the newest. */
async function pickRun({ runs }: Studio): Promise<string | undefined> {
  const chosen = settings().explainRun ?? 'latest';
  const mark = (id: string) => (id === chosen ? ' $(check)' : '');
  const latest = { label: `The newest run of each experiment${mark('latest')}`, description: '', id: 'latest' };
  const items = runs.all.filter(hasWeights).map((run) => ({
    label: `${run.id}${mark(run.id)}`,
    description: runDescription(run, Date.now()),
    id: run.id,
  }));
  const options = { placeHolder: question, matchOnDescription: true };
  return (await vscode.window.showQuickPick([latest, ...items], options))?.id;
}
