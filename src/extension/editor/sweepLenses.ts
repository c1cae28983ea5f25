import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import { lens, type Lens } from './lens.ts';

export interface SweepLensState {
  readonly experimentPath: string;
  readonly done: number;
  readonly of: number;
  /** Whether this window runs it. */
  readonly running: boolean;
  /** Whether the workspace is trusted: otherwise nothing may be computed. */
  readonly trusted: boolean;
}

/** The lenses above the sweep of an experiment: what can be done now, then its progress.  */
export function sweepLenses({ experimentPath, done, of, running, trusted }: SweepLensState): Lens[] {
  const experiment = { experiment: experimentPath };
  const icon = running ? '$(sync~spin)' : '$(table)';
  const open = lens(`${icon} Sweep · ${done} of ${of} done`, 'safr.openSweep', experiment, 'The state of each element');
  if (running) return [lens('$(debug-stop) Stop Sweep', 'safr.stopSweep', experiment, 'What is trained is kept'), open];
  if (done === of || !trusted) return [open];
  const tooltip = 'Train and evaluate every combination, several at a time; finished ones are kept';
  return [lens('$(run-all) Run Sweep', 'safr.runSweep', experiment, tooltip), open];
}

/** The offset of the sweep in an experiment's text; null if it has none. */
export function sweepOffset(text: string): number | null {
  const root = parseTree(text, [], { allowTrailingComma: true });
  return (root && findNodeAtLocation(root, ['sweep'])?.parent?.offset) ?? null;
}
