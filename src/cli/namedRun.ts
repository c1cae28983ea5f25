import { findRun } from '../core/runs/findRun.ts';
import { runsDirectory, type RunsFlags } from './options.ts';
import { note } from './output/print.ts';

/** Directory of the run that an argument names. `last` is the newest run with weights; newer ones are reported. Errors: as `findRun`. */
export function namedRun(flags: RunsFlags, wanted: string): Promise<string> {
  return findRun(runsDirectory(flags), wanted, { onSkipped: (message) => note(message) });
}
