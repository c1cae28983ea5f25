import * as vscode from 'vscode';
import type { Run } from '../../core/runs/readRun.ts';
import { isExperiment, type ExperimentFile } from '../experiments/experiments.ts';
import { runItem } from '../runs/runItem.ts';
import type { Studio } from '../studio.ts';

/** What a command is called with: a file in the explorer, an item of the Runs view or a link; nothing from the palette. */
export type Target = vscode.Uri | { readonly experiment: string } | { readonly run: string } | undefined;

/** The experiment of a command: the target's, the active editor's, the only one, or the one the user picks. */
export async function experimentOf({ experiments, runs }: Studio, target: Target): Promise<ExperimentFile | undefined> {
  if (target instanceof vscode.Uri) return experiments.get(target.fsPath);
  if (target && 'experiment' in target) return experiments.get(target.experiment);
  if (target) return experiments.get(runs.get(target.run)?.experimentPath ?? '');
  const active = vscode.window.activeTextEditor?.document.uri;
  if (active && isExperiment(active)) return experiments.get(active.fsPath);
  const all = experiments.all;
  if (all.length < 2) return all[0];
  const items = all.map((file) => ({
    label: file.title,
    description: vscode.workspace.asRelativePath(file.uri),
    file,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: 'Which experiment?' }))?.file;
}

/**
 * The run of a command: the target's, or among the fitting runs of the target's or active experiment (without one, among all) the only
 * one or the one the user picks. Shows a message if none fits.
 */
export async function runOf(
  studio: Studio,
  target: Target,
  fits: (run: Run) => boolean,
  placeHolder: string,
): Promise<Run | undefined> {
  if (target && !(target instanceof vscode.Uri) && 'run' in target) return studio.runs.get(target.run);
  const path = targetPath(target);
  const fitting = (path === undefined ? studio.runs.all : studio.runs.of(path)).filter(fits);
  if (fitting.length === 0) void vscode.window.showInformationMessage(`${placeHolder} There is none yet.`);
  if (fitting.length < 2) return fitting[0];
  const items = fitting.map((run) => runItem(studio, run));
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.run;
}

/** The directory of the run of a command, as `runOf`; the target's also if it cannot be read. */
export async function directoryOf(studio: Studio, target: Target, placeHolder: string): Promise<string | undefined> {
  if (target && 'run' in target && studio.runs.unreadable.has(target.run)) return target.run;
  return (await runOf(studio, target, () => true, placeHolder))?.directory;
}

/** The experiment (absolute path) of the target, else of the active editor. */
export function targetPath(target: Target): string | undefined {
  const uri = target instanceof vscode.Uri ? target : vscode.window.activeTextEditor?.document.uri;
  if (target && 'experiment' in target) return target.experiment;
  return uri && isExperiment(uri) ? uri.fsPath : undefined;
}
