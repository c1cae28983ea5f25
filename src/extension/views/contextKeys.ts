import * as vscode from 'vscode';
import { whyNotResumable } from '../../core/runs/resumable.ts';
import { isOnCluster } from '../sweeps/cluster.ts';
import type { Studio } from '../studio.ts';
import { onStudioChange } from './onStudioChange.ts';

/** Keeps the context keys up to date that `when` clauses of menus and views use. */
export function registerContextKeys(studio: Studio): void {
  const onCluster = isOnCluster();
  const lastValues = new Map<string, string>();
  const setContext = (key: string, value: boolean | string[]) => {
    const json = JSON.stringify(value);
    if (lastValues.get(key) === json) return;
    lastValues.set(key, json);
    void vscode.commands.executeCommand('setContext', key, value);
  };
  const update = () => {
    const { experiments, runs, jobs, sweeps } = studio;
    setContext('safr.hasExperiments', experiments.all.length > 0);
    setContext('safr.isEmpty', experiments.all.length === 0);
    setContext('safr.hasRuns', runs.all.length > 0);
    setContext('safr.hasUnreadableRuns', runs.unreadable.size > 0);
    setContext(
      'safr.hasWeights',
      runs.all.some(({ hasWeights }) => hasWeights),
    );
    setContext(
      'safr.hasResumable',
      runs.all.some((run) => !whyNotResumable(run)),
    );
    setContext('safr.hasSweeps', sweeps.paths.length > 0);
    setContext('safr.hasSlurm', onCluster);
    setContext('safr.sweepRunning', sweeps.runningPaths.length > 0);
    setContext('safr.jobRunning', jobs.all.length > 0);
    setContext(
      'safr.busyExperiments',
      jobs.all.map(({ experimentPath }) => experimentPath),
    );
  };
  studio.context.subscriptions.push(onStudioChange(studio, update));
}
