import * as vscode from 'vscode';
import { whyNotResumable } from '../../core/runs/resumable.ts';
import { isOnCluster } from '../sweeps/cluster.ts';
import type { Studio } from '../studio.ts';
import { onStudioChange } from './onStudioChange.ts';

/** Tells the `when` clauses of menus what there is. */
export function registerContextKeys(studio: Studio): void {
  const onCluster = isOnCluster();
  const told = new Map<string, string>();
  const tell = (key: string, value: boolean | string[]) => {
    const json = JSON.stringify(value);
    if (told.get(key) === json) return;
    told.set(key, json);
    void vscode.commands.executeCommand('setContext', key, value);
  };
  const tellAll = () => {
    const { experiments, runs, jobs, sweeps } = studio;
    tell('safr.hasExperiments', experiments.all.length > 0);
    tell('safr.isEmpty', experiments.all.length === 0);
    tell('safr.hasRuns', runs.all.length > 0);
    tell('safr.hasUnreadableRuns', runs.unreadable.size > 0);
    tell(
      'safr.hasWeights',
      runs.all.some(({ hasWeights }) => hasWeights),
    );
    tell(
      'safr.hasResumable',
      runs.all.some((run) => !whyNotResumable(run)),
    );
    tell('safr.hasSweeps', sweeps.paths.length > 0);
    tell('safr.hasSlurm', onCluster);
    tell('safr.sweepRunning', sweeps.runningPaths.length > 0);
    tell('safr.jobRunning', jobs.all.length > 0);
    tell(
      'safr.busyExperiments',
      jobs.all.map(({ experimentPath }) => experimentPath),
    );
  };
  studio.context.subscriptions.push(onStudioChange(studio, tellAll));
}
