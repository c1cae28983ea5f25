import { basename } from 'node:path';
import * as vscode from 'vscode';
import { counted } from '../../common/format.ts';
import type { Studio } from '../studio.ts';
import { directoryOf, type Target } from './targets.ts';

/** Deletes a run, or all that are selected in the view, after the user has confirmed. Running ones are not deleted. */
export async function deleteRuns(studio: Studio, target: Target, selected: readonly Target[] = []): Promise<void> {
  const directories = await chosenRuns(studio, target, selected);
  if (directories.length === 0) return;
  const running = directories.find((directory) => isRunning(studio, directory));
  if (running !== undefined) {
    void vscode.window.showWarningMessage(`${nameOf(studio, running)} is still running: stop it first.`);
    return;
  }
  // Over a remote connection there is no trash; elsewhere there may be none.
  const trash = vscode.env.remoteName === undefined;
  const names = directories.map((directory) => nameOf(studio, directory));
  if (!(await confirmed(names, trash))) return;
  const title = directories.length === 1 ? `Deleting ${names[0]!}` : `Deleting ${counted(directories.length, 'run')}`;
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: directories.length > 1 };
  await vscode.window.withProgress(options, async (notification, token) => {
    for (const [i, directory] of directories.entries()) {
      if (token.isCancellationRequested) return;
      const removed =
        (await remove(directory, trash)) ||
        (trash && (await confirmed([names[i]!], false)) && (await remove(directory, false)));
      if (removed) await studio.runs.refresh(directory);
      notification.report({ increment: 100 / directories.length });
    }
  });
}

async function chosenRuns(studio: Studio, target: Target, selected: readonly Target[]): Promise<string[]> {
  const several = selected.length > 1 ? selected : [target];
  const found: string[] = [];
  for (const each of several) {
    if (several.length > 1 && !(each && 'run' in each)) continue;
    const directory = await directoryOf(studio, each, 'Delete which run?');
    if (directory !== undefined) found.push(directory);
  }
  return found;
}

function isRunning({ jobs, runs }: Studio, directory: string): boolean {
  return runs.get(directory)?.status === 'running' || jobs.all.some((job) => job.directory === directory);
}

/** The name of a run and its id; the id alone of one that cannot be read. */
function nameOf({ runs }: Studio, directory: string): string {
  const run = runs.get(directory);
  return run ? `${runs.nameOf(run)} (${run.id})` : basename(directory);
}

async function confirmed(names: readonly string[], trash: boolean): Promise<boolean> {
  const what = names.length === 1 ? names[0]! : counted(names.length, 'run');
  const action = trash ? 'Move to Trash' : 'Delete';
  const contents = 'This includes weights, metrics and evaluation.';
  const detail = [
    ...(names.length > 1 ? [names.join('\n')] : []),
    trash ? contents : `${contents} This cannot be undone.`,
  ];
  const question = trash ? `Move ${what} to the trash?` : `Delete ${what} permanently?`;
  const options = { modal: true, detail: detail.join('\n\n') };
  return (await vscode.window.showWarningMessage(question, options, action)) === action;
}

async function remove(directory: string, useTrash: boolean): Promise<boolean> {
  try {
    await vscode.workspace.fs.delete(vscode.Uri.file(directory), { recursive: true, useTrash });
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (!useTrash) void vscode.window.showErrorMessage(`${directory} cannot be deleted: ${reason}`);
    return false;
  }
}
