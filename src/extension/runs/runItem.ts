import type { QuickPickItem } from 'vscode';
import type { Run } from '../../core/runs/readRun.ts';
import { titleOf } from '../experiments/experiments.ts';
import type { Studio } from '../studio.ts';
import { runDescription } from './runWords.ts';

/** A run in a list to pick from. */
export interface RunItem extends QuickPickItem {
  readonly run: Run;
}

export function runItem({ runs }: Pick<Studio, 'runs'>, run: Run): RunItem {
  const description = `${titleOf(run.experimentPath)} · ${runDescription(run, Date.now())}`;
  return { label: runs.nameOf(run), description, detail: run.notes.note, run };
}
