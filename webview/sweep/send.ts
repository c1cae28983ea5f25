import type { FromSweep } from '../../src/protocol/sweep.ts';

/** Sends a message to the extension. */
export type Send = (message: FromSweep) => void;
