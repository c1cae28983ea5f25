import * as vscode from 'vscode';
import { Inference } from './compute/inference.ts';
import { Jobs } from './compute/jobs.ts';
import { commandLine, computeStarter, type StartCompute } from './compute/programs.ts';
import { TextReaders } from '../core/runs/textReaders.ts';
import { Experiments } from './experiments/experiments.ts';
import { Runs } from './runs/runs.ts';
import { Sweeps } from './sweeps/sweeps.ts';

/** What the parts of the extension share. */
export interface Studio {
  readonly context: vscode.ExtensionContext;
  readonly experiments: Experiments;
  readonly runs: Runs;
  /** Running trainings and evaluations, one process each. */
  readonly jobs: Jobs;
  readonly sweeps: Sweeps;
  /** Explains texts in its own process. */
  readonly inference: Inference;
  /** The readers of runs whose texts are shown. */
  readonly textReaders: TextReaders;
  readonly startCompute: StartCompute;
  readonly log: vscode.LogOutputChannel;
}

export function openStudio(context: vscode.ExtensionContext): Studio {
  const log = vscode.window.createOutputChannel('SAFR Studio', { log: true });
  const program = (name: string) => vscode.Uri.joinPath(context.extensionUri, 'dist', 'host', name).fsPath;
  const startCompute = computeStarter(program('compute.js'));
  const experiments = new Experiments();
  const runs = new Runs(experiments, log);
  const jobs = new Jobs(startCompute, experiments, runs, log);
  const sweeps = new Sweeps(experiments, runs, commandLine(program('cli.js')), log);
  const inference = new Inference(startCompute, log);
  context.subscriptions.push(log, experiments, runs, jobs, sweeps, inference);
  const textReaders = new TextReaders();
  return { context, experiments, runs, jobs, sweeps, inference, textReaders, startCompute, log };
}
