import type { RunRecord } from '../runs/runRecord.ts';
import { RunningMeans } from './runningMeans.ts';

/** Where a training stands between two steps. With parameters and Adam's moments it is all that the rest follows from. */
export interface Progress {
  /** Epochs that are over, evaluation included. */
  epochs: number;
  /** Steps taken in the epoch that is not. */
  batch: number;
  /** Steps taken in all. */
  step: number;
  best: RunRecord['best'];
  epochsWithoutImprovement: number;
  /** Wall-clock time up to here, over all sessions. */
  seconds: number;
  /** Over this epoch's steps. */
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
