import type { Run } from '../runs/readRun.ts';

/** Of the whole of an element, the training; the evaluation is the rest. */
const trainingShare = 0.8;

/** How far a run is by its metrics, 0 to 1. */
export function progressShare({ status, metrics, experiment }: Pick<Run, 'status' | 'metrics' | 'experiment'>): number {
  if (status === 'finished') return trainingShare;
  const epoch = metrics.findLast(({ kind }) => kind === 'epoch');
  if (!epoch) return 0;
  const steps = epoch.step / epoch.epoch; // of an epoch
  const step = metrics.at(-1)!.step;
  return trainingShare * Math.min(1, step / steps / experiment.training.epochs);
}
