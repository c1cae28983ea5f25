import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import { lens, type Lens } from './lens.ts';

export interface SweepLensState {
  readonly experimentPath: string;
  readonly done: number;
  readonly of: number;
  /** Whether this window runs it. */
  readonly running: boolean;
  /** Of the workspace: otherwise nothing may be computed. */
  readonly trusted: boolean;
}

/** What stands above the sweep of an experiment: what can be done now, then how far it is. */
export function sweepLenses({ experimentPath, done, of, running, trusted }: SweepLensState): Lens[] {
  const experiment = { experiment: experimentPath };
  const icon = running ? '$(sync~spin)' : '$(table)';
  const open = lens(`${icon} Sweep · ${done} of ${of} done`, 'safr.openSweep', experiment, 'Where each element stands');
  if (running) return [lens('$(debug-stop) Stop Sweep', 'safr.stopSweep', experiment, 'What is trained is kept'), open];
  if (done === of || !trusted) return [open];
  const tooltip = 'Train and evaluate every combination, some at a time; what is done is kept';
  return [lens('$(run-all) Run Sweep', 'safr.runSweep', experiment, tooltip), open];
}

/** Where the sweep stands in an experiment's text; null where it has none. */
export function sweepOffset(text: string): number | null {
  const root = parseTree(text, [], { allowTrailingComma: true });
  return (root && findNodeAtLocation(root, ['sweep'])?.parent?.offset) ?? null;
}
