import * as vscode from 'vscode';
import type { Run } from '../../core/runs/readRun.ts';
import { isExperiment, type ExperimentFile } from '../experiments/experiments.ts';
import type { Studio } from '../studio.ts';

/** What a command is called with: a file in the explorer, an item of the Runs view or a link; nothing from the palette. */
export type Target = vscode.Uri | { readonly experiment: string } | { readonly run: string } | undefined;

/** The experiment that is meant: the target's, the active editor's, the only one, or the one the user picks. */
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

/** The run that is meant: the target's, or of the experiment's fitting runs the only one or the one the user picks. */
export async function runOf(
  studio: Studio,
  target: Target,
  fits: (run: Run) => boolean,
  placeHolder: string,
): Promise<Run | undefined> {
  if (target && !(target instanceof vscode.Uri) && 'run' in target) return studio.runs.get(target.run);
  const experiment = await experimentOf(studio, target);
  const runs = (experiment ? studio.runs.of(experiment.path) : studio.runs.all).filter(fits);
  if (runs.length < 2) return runs[0];
  const items = runs.map((run) => ({ label: run.id, description: run.status, run }));
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.run;
}
