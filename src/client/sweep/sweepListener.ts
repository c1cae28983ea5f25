import type { ElementEnd } from './elementProcess.ts';

/** Receives the progress of the elements of a sweep, wherever they run. `number`: of the element, from 1. */
export interface SweepListener {
  /** It started or made progress. `share`: done, 0 to 1. */
  running(number: number, share: number): void;
  /** It waits for a process that runs the same element, for another sweep. `reason`: which process that is. */
  blocked(number: number, reason: string): void;
  ended(number: number, end: ElementEnd): void;
}
