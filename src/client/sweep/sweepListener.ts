import type { ElementEnd } from './elementProcess.ts';

/** Hears how the elements of a sweep get on, wherever they run; `number`: of the element, from 1. */
export interface SweepListener {
  /** It began, or got on. `share`: how far it is, 0 to 1. */
  running(number: number, share: number): void;
  ended(number: number, end: ElementEnd): void;
}
