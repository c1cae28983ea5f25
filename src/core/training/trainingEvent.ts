import type { Losses } from '../model/losses.ts';
import type { EpochMetrics } from '../runs/metrics.ts';
import type { RunRecord } from '../runs/runRecord.ts';

/** An event of a running training. Epochs and steps count from 1. */
export type TrainingEvent =
  | {
      readonly kind: 'start';
      /** Steps taken by previous sessions; 0 for a new run. */
      readonly step: number;
      readonly epochs: number;
      readonly stepsPerEpoch: number;
    }
  /** The training will take long; `message` is one sentence that says why and what to change. Comes before the first step. */
  | { readonly kind: 'cost'; readonly message: string }
  | {
      readonly kind: 'step';
      readonly epoch: number;
      /** Number of the step within the epoch. */
      readonly batch: number;
      readonly stepsPerEpoch: number;
      /** Number of the step within the run. */
      readonly step: number;
      /** Of this batch. */
      readonly losses: Losses;
      readonly stepsPerSecond: number;
      /** Until the end of the last epoch; early stopping may end the training sooner. */
      readonly secondsLeft: number;
    }
  /** The steps of an epoch are done; dev accuracy and SRS are being measured. */
  | { readonly kind: 'evaluating'; readonly epoch: number }
  | { readonly kind: 'epoch'; readonly metrics: EpochMetrics }
  | { readonly kind: 'end'; readonly result: TrainingResult };

/** How a training ended. */
export interface TrainingResult {
  readonly state: 'finished' | 'stopped';
  readonly reason: string;
  /** Completed epochs and steps, over all sessions. */
  readonly epochs: number;
  readonly step: number;
  /** The epoch whose weights the run has. */
  readonly best: RunRecord['best'];
}
