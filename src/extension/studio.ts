import * as vscode from 'vscode';
import { Inference } from './compute/inference.ts';
import { Jobs } from './compute/jobs.ts';
import { computeStarter, type StartCompute } from './compute/startCompute.ts';
import { Experiments } from './experiments/experiments.ts';
import { Runs } from './runs/runs.ts';

/** What the parts of the extension share. */
export interface Studio {
  readonly context: vscode.ExtensionContext;
  readonly experiments: Experiments;
  readonly runs: Runs;
  /** Trainings and evaluations that are going, a process each. */
  readonly jobs: Jobs;
  /** Explains texts in a process of its own. */
  readonly inference: Inference;
  readonly startCompute: StartCompute;
  /** Folder of the native TensorFlow that is installed. */
  readonly tensorflowStorage: string;
  readonly log: vscode.LogOutputChannel;
}

export function openStudio(context: vscode.ExtensionContext): Studio {
  const log = vscode.window.createOutputChannel('SAFR Studio', { log: true });
  const computeProgram = vscode.Uri.joinPath(context.extensionUri, 'dist', 'host', 'compute.js').fsPath;
  const tensorflowStorage = vscode.Uri.joinPath(context.globalStorageUri, 'tensorflow').fsPath;
  const startCompute = computeStarter(computeProgram, tensorflowStorage);
  const experiments = new Experiments();
  const runs = new Runs(experiments, log);
  const jobs = new Jobs(startCompute, runs, log);
  const inference = new Inference(startCompute, log);
  context.subscriptions.push(log, experiments, runs, jobs, inference);
  return { context, experiments, runs, jobs, inference, startCompute, tensorflowStorage, log };
}
