import * as vscode from 'vscode';
import type { Run } from '../../core/runs/readRun.ts';
import { settings } from '../settings.ts';
import type { Studio } from '../studio.ts';

/** The run that explains an experiment's data: the one the settings name if it is the experiment's, else its newest; it has weights. */
export function explainingRun({ runs }: Pick<Studio, 'runs'>, experimentPath: string): Run | undefined {
  const able = runs.of(experimentPath).filter(({ hasWeights }) => hasWeights);
  const chosen = settings(vscode.Uri.file(experimentPath)).explainRun;
  return able.find(({ id }) => id === chosen) ?? able[0];
}
