import type { RunRecord } from '../runs/runRecord.ts';
import { RunningMeans } from './runningMeans.ts';

/** The progress of a training between two steps. Together with the parameters and Adam's moments it determines all later steps. */
export interface Progress {
  /** Completed epochs, including their evaluation. */
  epochs: number;
  /** Steps taken in the current epoch. */
  batch: number;
  /** Steps taken in total. */
  step: number;
  best: RunRecord['best'];
  epochsWithoutImprovement: number;
  /** Wall-clock time so far, over all sessions. */
  seconds: number;
  /** Over the steps of the current epoch. */
  epochMeans: RunningMeans;
  /** Over the steps since the last summary in the metrics. */
  recentMeans: RunningMeans;
}

export function initialProgress(): Progress {
  return {
    epochs: 0,
    batch: 0,
    step: 0,
    best: null,
    epochsWithoutImprovement: 0,
    seconds: 0,
    epochMeans: new RunningMeans(),
    recentMeans: new RunningMeans(),
  };
}
