import type { Run } from '../runs/readRun.ts';

/** The training's share of an element; the evaluation is the rest. */
const trainingShare = 0.8;

type Progress = Pick<Run, 'status' | 'lastLine' | 'lastEpoch' | 'experiment'>;

/** The progress of an element by the metrics of its run, 0 to 1. */
export function progressShare({ status, lastLine, lastEpoch, experiment }: Progress): number {
  if (status === 'finished') return trainingShare;
  if (!lastLine || !lastEpoch) return 0;
  const stepsPerEpoch = lastEpoch.step / lastEpoch.epoch;
  return trainingShare * Math.min(1, lastLine.step / stepsPerEpoch / experiment.training.epochs);
}
