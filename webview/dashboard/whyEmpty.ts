import type { ShownRun } from './plots.ts';

/** Why a chart of these runs has no points, and what to do about it. */
export function whyNoSteps(runs: readonly ShownRun[]): string {
  return none(runs) ?? untrained(runs) ?? 'No losses yet: they come every few training steps.';
}

export function whyNoEpochs(runs: readonly ShownRun[]): string {
  return none(runs) ?? untrained(runs) ?? 'No epoch is finished yet.';
}

export function whyNoMacroF1(runs: readonly ShownRun[]): string {
  const isMeasured = runs.some(({ curves }) => curves.epochs.epoch.length > 0);
  return isMeasured ? 'Not measured: the run is older than this measure. A new training has it.' : whyNoEpochs(runs);
}

export function whyNoDevSrs(runs: readonly ShownRun[]): string {
  return beforeEpochs(runs) ?? 'Not measured: the model has no mask to rank words by.';
}

export function whyNoNeurons(runs: readonly ShownRun[]): string {
  return beforeEpochs(runs) ?? 'Not measured: the run is older than this measure. A new training has it.';
}

export function whyNoSrs(runs: readonly ShownRun[]): string {
  if (runs.some(({ curves }) => curves.evaluation)) return 'Not measured: the model has no mask to rank words by.';
  return none(runs) ?? 'Not evaluated yet.';
}

function beforeEpochs(runs: readonly ShownRun[]): string | null {
  if (runs.every(({ curves }) => curves.epochs.epoch.length === 0)) return whyNoEpochs(runs);
  if (runs.every(({ curves }) => curves.devSample === 0)) return 'Not measured: training.devSample is 0.';
  return null;
}

function none(runs: readonly ShownRun[]): string | null {
  return runs.length === 0 ? 'No run is chosen above.' : null;
}

function untrained(runs: readonly ShownRun[]): string | null {
  return runs.some(({ curves }) => curves.isTrained) ? null : 'Nothing is trained: model.trainable is "none".';
}
