import * as vscode from 'vscode';
import { shownMarks } from '../../../core/dataset/rationale.ts';
import type { TokenSpan } from '../../../core/dataset/tokenizer.ts';
import type { Run } from '../../../core/runs/readRun.ts';
import type { NeuronNumber } from '../../../core/evaluation/facts/neuronPage.ts';
import { UserError } from '../../../common/userError.ts';
import type { Target } from '../../commands/targets.ts';
import { activeDataLine, dataDocument } from '../../editor/dataLines.ts';
import { isExperiment } from '../../experiments/experiments.ts';
import { bestToExplain, explainingRun } from '../../runs/explainingRun.ts';
import type { Studio } from '../../studio.ts';
import type { RunChoice } from '../../../protocol/neurons.ts';
import { runDescription } from '../../runs/runWords.ts';

type Marks = readonly TokenSpan[];

/** The neuron to show in place of a text, or the feature, if `features` names an autoencoder of the run. */
interface Page {
  readonly page?: NeuronNumber;
  readonly features?: string;
}

/** What the panel is opened on: a target as of other commands, or a run with a text. */
export type NeuronTarget = Target | ({ readonly run: string } & Omit<ExplainTarget, 'directory'>);

/** A run to explain with, and a text; without one the first of the run's test split. */
export interface ExplainTarget extends Page {
  readonly directory: string;
  readonly text?: string;
  /** The label that the data give the text; null or left out: none. */
  readonly label?: string | null;
  /** The parts of the text that the data mark as decisive. */
  readonly marked?: Marks;
}

/** The run and text of a target, without asking the user; undefined if no run has weights. */
export function explainTarget(studio: Studio, target: NeuronTarget): ExplainTarget | undefined {
  if (target && 'run' in target) {
    const { run: directory, ...rest } = target as Extract<NeuronTarget, { marked?: Marks }>;
    return { directory, ...rest };
  }
  if (target && 'experiment' in target) return byRun(explainingRun(studio, target.experiment));
  const active = vscode.window.activeTextEditor?.document.uri;
  const uri = target ?? active;
  if (uri && isExperiment(uri)) return byRun(explainingRun(studio, uri.fsPath));
  const data = uri && dataDocument(studio, uri);
  if (!data) return byRun(bestToExplain(studio.runs.all));
  const line = uri.toString() === active?.toString() ? activeDataLine(studio) : undefined;
  if (!line) return byRun(data.run);
  const { run, text, label, rationales } = line;
  return { directory: run.directory, text, label, marked: shownMarks(rationales) };
}

function byRun(run: Run | undefined): ExplainTarget | undefined {
  return run ? { directory: run.directory } : undefined;
}

/** Errors: UserError if there is none, or none any more. */
export function runAt({ runs }: Pick<Studio, 'runs'>, directory: string): Run {
  const run = runs.get(directory);
  if (!run) throw new UserError(`${directory}: no such run`, 'Choose another run, or train again.');
  return run;
}

/** The runs that can explain in place of one: those with weights of its experiment, newest first. */
export function runChoices({ runs, jobs }: Pick<Studio, 'runs' | 'jobs'>, directory: string): RunChoice[] {
  const experiment = runs.get(directory)?.experimentPath;
  if (experiment === undefined) return [];
  const evaluated = new Set(jobs.all.filter(({ kind }) => kind === 'evaluate').map((job) => job.directory));
  const able = runs.of(experiment).filter(({ hasWeights }) => hasWeights);
  return able.map((run) => ({
    directory: run.directory,
    name: runs.nameOf(run),
    description: runDescription(run, Date.now()),
    evaluating: evaluated.has(run.directory),
  }));
}
