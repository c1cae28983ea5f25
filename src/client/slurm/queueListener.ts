import type { SweepListener } from '../sweep/sweepListener.ts';

/** Hears how the elements of a sweep get on in a queue. */
export interface QueueListener extends SweepListener {
  /** It waits, for the first time or again. `reason`: as Slurm has it, such as Priority. */
  waiting(number: number, reason: string): void;
  /** What happens to all of them: a line for people. */
  said(text: string): void;
}
