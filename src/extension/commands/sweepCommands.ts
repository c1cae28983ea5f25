import * as vscode from 'vscode';
import { grouped } from '../../common/format.ts';
import type { Studio } from '../studio.ts';
import { doneIn } from '../sweeps/sweepStates.ts';
import { targetPath, type Target } from './targets.ts';

/** Run and stop sweeps. */
export function registerSweepCommands(studio: Studio): void {
  studio.context.subscriptions.push(
    vscode.commands.registerCommand('safr.runSweep', (target: Target) => run(studio, target)),
    vscode.commands.registerCommand('safr.runSweepOnSlurm', (target: Target) => runOnSlurm(studio, target)),
    vscode.commands.registerCommand('safr.stopSweep', (target: Target) => stop(studio, target)),
  );
}

async function run(studio: Studio, target: Target): Promise<void> {
  const path = await sweepOf(studio, target, 'Run which sweep?');
  if (path === undefined) return;
  const ended = studio.sweeps.run(path);
  await vscode.commands.executeCommand('safr.openSweep', { experiment: path });
  await ended;
}

async function runOnSlurm(studio: Studio, target: Target): Promise<void> {
  const path = await sweepOf(studio, target, 'Run which sweep on the cluster?');
  if (path === undefined) return;
  const ended = studio.sweeps.runOnCluster(path);
  await vscode.commands.executeCommand('safr.openSweep', { experiment: path });
  await ended;
}

async function stop(studio: Studio, target: Target): Promise<void> {
  const path = await sweepOf(studio, target, 'Stop which sweep? What is trained is kept.', studio.sweeps.runningPaths);
  if (path !== undefined) await studio.sweeps.stop(path);
}

/**
 * One of these experiments with a sweep: the target's, the active editor's, the only one, or the one the user picks. Shows a message if
 * there is none.
 */
export async function sweepOf(
  studio: Studio,
  target: Target,
  placeHolder: string,
  among = studio.sweeps.paths,
): Promise<string | undefined> {
  const path = sweepPath(studio, target);
  if (path !== undefined && among.includes(path)) return path;
  if (target !== undefined || among.length === 0) {
    void vscode.window.showInformationMessage(`${placeHolder} There is none.`);
    return undefined;
  }
  if (among.length === 1) return among[0];
  const items = among.map((path) => ({
    label: studio.experiments.nameOf(path),
    description: description(studio, path),
    path,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.path;
}

/** The experiment of the target; that of a run, which may be an element of its sweep. */
function sweepPath({ runs }: Studio, target: Target): string | undefined {
  const isRun = target && !(target instanceof vscode.Uri) && 'run' in target;
  return isRun ? runs.get(target.run)?.experimentPath : targetPath(target);
}

function description({ sweeps }: Studio, path: string): string {
  const state = sweeps.get(path);
  return state ? `${grouped(doneIn(state))} of ${grouped(state.runs.length)} done` : '';
}
