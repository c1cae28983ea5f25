import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { counted } from '../../common/format.ts';
import { findEncoderProblem } from '../../core/runs/encoderProblem.ts';
import type { Run } from '../../core/runs/readRun.ts';
import { whyNotResumable } from '../../core/runs/resumable.ts';
import { askForTrust } from '../compute/trust.ts';
import { saveExperiment, type ExperimentFile } from '../experiments/experiments.ts';
import type { Studio } from '../studio.ts';
import { downloadModel } from './downloadModel.ts';
import { experimentOf, runOf, type Target } from './targets.ts';

/** Train, resume, evaluate with or without rival explanations or only the slices, stop. */
export function registerExperimentCommands(studio: Studio): void {
  studio.context.subscriptions.push(
    vscode.commands.registerCommand('safr.train', (target: Target) => train(studio, target)),
    vscode.commands.registerCommand('safr.resume', (target: Target) => resume(studio, target)),
    vscode.commands.registerCommand('safr.evaluate', (target: Target) => evaluate(studio, target)),
    vscode.commands.registerCommand('safr.compareExplanations', (target: Target) => evaluate(studio, target, true)),
    vscode.commands.registerCommand('safr.recomputeSlices', (target: Target) => recomputeSlices(studio, target)),
    vscode.commands.registerCommand('safr.stop', (target: Target) => stop(studio, target)),
  );
}

async function train(studio: Studio, target: Target): Promise<void> {
  if (!(await askForTrust())) return;
  if (studio.experiments.all.length === 0) return offerExperiment();
  const file = await experimentOf(studio, target);
  if (file?.check.experiment === null) return showProblems(file);
  if (file && (await haveEncoder(studio, file))) await studio.jobs.train(file.path);
}

async function offerExperiment(): Promise<void> {
  const create = 'New Experiment';
  const choice = await vscode.window.showInformationMessage('There is no experiment to train yet.', create);
  if (choice === create) await vscode.commands.executeCommand('safr.newExperiment');
}

/** Says why an experiment cannot be trained. */
async function showProblems({ uri, title, check: { problems } }: ExperimentFile): Promise<void> {
  const [first, ...others] = problems;
  const more = others.length === 0 ? '' : `, and ${counted(others.length, 'more problem')}`;
  const show = 'Show Problems';
  const text = `${first!.message} (line ${first!.line}${more}). ${title} cannot be trained.`;
  if ((await vscode.window.showErrorMessage(text, show)) !== show) return;
  await vscode.window.showTextDocument(uri);
  await vscode.commands.executeCommand('workbench.actions.view.problems');
}

/** Offers to download an encoder that is missing; whether the training can start. Other problems are its own to report. */
async function haveEncoder(studio: Studio, { path, title, check }: ExperimentFile): Promise<boolean> {
  const problem = check.experiment && (await findEncoderProblem(check.experiment, dirname(path)));
  if (problem?.download === undefined) return true;
  const download = 'Download';
  const text = `${problem.message}. (Training ${title})`;
  const choice = await vscode.window.showErrorMessage(text, download);
  return choice === download && downloadModel(studio, problem.download);
}

async function resume(studio: Studio, target: Target): Promise<void> {
  const run = await runOf(studio, target, (each) => !whyNotResumable(each), 'Resume which run?');
  if (run) await studio.jobs.resume(run.directory);
}

async function evaluate(studio: Studio, target: Target, rivals = false): Promise<void> {
  const fits = ({ hasWeights, status }: Run) => hasWeights && status !== 'running';
  const question = rivals ? 'Compare the explanations of which run?' : 'Evaluate which run?';
  const run = await runOf(studio, target, fits, question);
  if (run) await studio.jobs.evaluate(run.directory, 'test', rivals || undefined);
}

/** By the experiment file as it is now, from the evaluation of a run. */
async function recomputeSlices(studio: Studio, target: Target): Promise<void> {
  const fits = ({ summary, status }: Run) => summary !== null && status !== 'running';
  const run = await runOf(studio, target, fits, 'Recompute the slices of which evaluated run?');
  if (run && (await saveExperiment(run.experimentPath))) await studio.jobs.evaluateSlices(run.directory);
}

/** Stops a job: the target's, or the only one, or the one the user picks. */
async function stop({ experiments, jobs, runs }: Studio, target: Target): Promise<void> {
  const path = pathOf(target, runs);
  const candidates = path === undefined ? jobs.all : jobs.all.filter(({ experimentPath }) => experimentPath === path);
  if (candidates.length < 2) return candidates[0]?.stop();
  const items = candidates.map((job) => ({
    label: experiments.nameOf(job.experimentPath),
    description: job.progress.phase,
    job,
  }));
  const placeHolder = 'Stop which training? What is trained is kept.';
  (await vscode.window.showQuickPick(items, { placeHolder }))?.job.stop();
}

function pathOf(target: Target, runs: Studio['runs']): string | undefined {
  if (target === undefined) return undefined;
  if (target instanceof vscode.Uri) return target.fsPath;
  return 'experiment' in target ? target.experiment : runs.get(target.run)?.experimentPath;
}
