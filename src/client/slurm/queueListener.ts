import type { SweepListener } from '../sweep/sweepListener.ts';

/** Receives the progress of the elements of a sweep in a queue. */
export interface QueueListener extends SweepListener {
  /** It waits, for the first time or again. `reason`: in Slurm's terms, such as Priority. */
  waiting(number: number, reason: string): void;
  /** A message to the user about all elements. */
  announced(text: string): void;
}
