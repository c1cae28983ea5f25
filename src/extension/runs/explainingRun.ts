import * as vscode from 'vscode';
import type { Run } from '../../core/runs/readRun.ts';
import { settings } from '../settings.ts';
import type { Studio } from '../studio.ts';

/** The run that explains an experiment's data: the one the settings name if it is the experiment's, else the best to explain. */
export function explainingRun({ runs }: Pick<Studio, 'runs'>, experimentPath: string): Run | undefined {
  const own = runs.of(experimentPath);
  const chosen = settings(vscode.Uri.file(experimentPath)).explainRun;
  return own.find(({ id, hasWeights }) => hasWeights && id === chosen) ?? bestToExplain(own);
}

/**
 * The newest run that is finished and evaluated, without one the newest finished, then the newest with weights: a short or stopped training does not
 * take over from a whole one. `runs`: newest first.
 */
export function bestToExplain(runs: readonly Run[]): Run | undefined {
  return runs.filter(({ hasWeights }) => hasWeights).toSorted((a, b) => rankOf(b) - rankOf(a))[0];
}

/** Finished and evaluated before finished before evaluated before others. */
export function rankOf({ status, summary }: Run): number {
  return (status === 'finished' ? 2 : 0) + (summary ? 1 : 0);
}

/** What is missing of a run that explains: "still training", "not evaluated"; null if it is finished and evaluated. */
export function unfinishedWords({ status, summary }: Run): string | null {
  if (status === 'running') return 'still training';
  if (status !== 'finished') return status;
  return summary ? null : 'not evaluated';
}
