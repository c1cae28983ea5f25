import type { Action } from '../../src/protocol/dashboard.ts';

/** Asks for something to be done with one run, or with the experiment where the directory is null. */
export type Act = (action: Action, directory: string | null) => void;
