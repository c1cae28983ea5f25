import type { LossName } from '../model/safrProgram.ts';
import type { EpochMetrics } from '../runs/metrics.ts';
import type { RunRecord } from '../runs/runRecord.ts';

/** What a training tells while it goes. Epochs and steps count from 1. */
export type TrainingEvent =
  | {
      readonly kind: 'start';
      /** Steps taken by earlier sessions; 0 for a fresh run. */
      readonly step: number;
      readonly epochs: number;
      readonly stepsPerEpoch: number;
    }
  | {
      readonly kind: 'step';
      readonly epoch: number;
      /** Of the epoch. */
      readonly batch: number;
      readonly stepsPerEpoch: number;
      /** Of the whole run. */
      readonly step: number;
      /** Of this batch, unweighted. */
      readonly losses: Readonly<Record<LossName, number>>;
      readonly stepsPerSecond: number;
      /** To the end of the last epoch; early stopping may end sooner. */
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
  /** Whole epochs and steps, over all sessions. */
  readonly epochs: number;
  readonly step: number;
  /** The epoch whose weights the run holds. */
  readonly best: RunRecord['best'];
}
