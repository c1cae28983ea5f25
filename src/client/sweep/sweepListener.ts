import type { ElementEnd } from './elementProcess.ts';

/** Receives the progress of the elements of a sweep, wherever they run. `number`: of the element, from 1. */
export interface SweepListener {
  /** It started or made progress. `share`: done, 0 to 1. */
  running(number: number, share: number): void;
  ended(number: number, end: ElementEnd): void;
}
