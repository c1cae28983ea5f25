import type { QuickPickItem } from 'vscode';
import type { Run } from '../../core/runs/readRun.ts';
import type { Studio } from '../studio.ts';
import { runDescription } from './runWords.ts';

/** A run in a list to pick from. */
export interface RunItem extends QuickPickItem {
  readonly run: Run;
}

export function runItem({ experiments, runs }: Pick<Studio, 'experiments' | 'runs'>, run: Run): RunItem {
  const description = `${experiments.nameOf(run.experimentPath)} · ${runDescription(run, Date.now())}`;
  return { label: runs.nameOf(run), description, detail: run.notes.note, run };
}
