import { experimentSchema, resolveExperiment } from '../../../src/core/experiment/schema.ts';
import type { StoredEvaluation } from '../../../src/core/runs/evaluationFile.ts';
import { summarize } from '../../../src/core/runs/evaluationSummary.ts';
import type { EpochMetrics } from '../../../src/core/runs/metrics.ts';
import { noNotes } from '../../../src/core/runs/runNotes.ts';
import type { DetailedRun, Run } from '../../../src/core/runs/readRun.ts';

interface Made {
  readonly status?: Run['status'];
  readonly reason?: string | null;
  readonly epochs?: number;
  readonly dev?: number | null;
  readonly evaluation?: StoredEvaluation | null;
  readonly file?: Readonly<Record<string, unknown>>;
  readonly id?: string;
}

/** A run as its directory would have it. */
export function someRun(made: Made = {}): DetailedRun {
  const { status = 'finished', reason = null, epochs = 3, dev = 0.7421, evaluation = null, ...rest } = made;
  const metrics = Array.from({ length: epochs }, (_, i) => epochMetrics(i + 1));
  const file = experimentSchema.parse({ dataset: { source: 'sst2' }, ...rest.file });
  const times = { started: '2026-01-02T10:00:00.000Z', resumed: '2026-01-02T10:00:00.000Z' };
  const best = dev === null ? null : { epoch: Math.max(1, epochs - 1), accuracy: dev, macroF1: dev };
  return {
    id: rest.id ?? '20260102-100000-mine',
    directory: '/runs/20260102-100000-mine',
    record: {
      ...times,
      state: status === 'interrupted' ? 'running' : status,
      reason,
      pid: 1,
      processStart: null,
      host: 'a-machine',
      ended: status === 'running' ? null : '2026-01-02T10:05:00.000Z',
      best,
      device: 'a device',
    },
    status,
    experiment: resolveExperiment(file, 'mine'),
    experimentPath: '/mine/mine.safr.json',
    environment: { safr: '0.1.0', node: 'v20', os: 'an os', cpu: 'a cpu', device: 'a device', threads: null, data: [] },
    data: null,
    notes: noNotes,
    classes: ['no', 'yes'],
    lastLine: metrics.at(-1) ?? null,
    lastEpoch: metrics.at(-1) ?? null,
    metrics,
    summary: evaluation && summarize(evaluation),
    evaluation,
    hasWeights: epochs > 0,
    hasCheckpoint: true,
  };
}

function epochMetrics(epoch: number): EpochMetrics {
  const losses = { crossEntropy: 0.5, importance: 0, interaction: 0, information: 0 };
  const speed = { learningRate: 1e-4, seconds: epoch, stepsPerSecond: 10 };
  const measured = { trainAccuracy: 0.7, devAccuracy: 0.7, devMacroF1: 0.7, devSrs: null, neurons: null, best: false };
  return { kind: 'epoch', epoch, step: 10 * epoch, losses, ...speed, ...measured };
}
