import type { EvaluationView, Overview, RunCurves, RunItem } from '../../../../src/protocol/dashboard.ts';

/** A finished run of the list, evaluated and drawn in the first slot. */
export function runItem(directory: string, changes: Partial<RunItem> = {}): RunItem {
  return {
    ...{
      directory,
      id: directory,
      name: `seed ${directory}`,
      tags: [],
      started: '2026-01-02T10:00:00.000Z',
      status: 'finished',
      reason: 'all epochs are over',
    },
    ...{ epochs: 5, accuracy: 0.812, accuracySplit: 'test', srs: 12.34, evaluated: true },
    ...{ canResume: false, canExplain: true, slot: 0 },
    ...changes,
  };
}

export function overviewOf(runs: readonly RunItem[], changes: Partial<Overview> = {}): Overview {
  return {
    ...{ kind: 'overview', title: 'reviews', trusted: true, trainable: true, runs: [...runs], note: null },
    differences: { columns: [], rows: [] },
    state: { experimentPath: '/reviews.safr.json', slots: [null, null, null, null, null, null] },
    ...changes,
  };
}

/** An evaluation without anything to show. */
export const emptyEvaluation: EvaluationView = {
  ...{
    sentences: 4,
    summary: [],
    confusion: null,
    figures: [],
    neuronsPerText: { monosemantic: 0.1, polysemantic: 0.3, unused: 0.6 },
    headline: 0.3,
    curve: [],
    rivals: null,
    rivalTables: [],
    rationales: [],
    slices: null,
  },
};

/** The curves of a run that has no epoch yet. */
export function emptyCurves(directory: string): RunCurves {
  return {
    directory,
    steps: { step: [], crossEntropy: [], importance: [], interaction: [] },
    epochs: {
      epoch: [],
      trainAccuracy: [],
      devAccuracy: [],
      devMacroF1: [],
      devSrs: [],
      monosemantic: [],
      polysemantic: [],
      dead: [],
    },
    ...{
      bestEpoch: null,
      monitor: 'accuracy',
      devSample: 200,
      isTrained: true,
      evaluation: null,
      data: null,
      device: 'a device',
      seconds: 60,
    },
  };
}
