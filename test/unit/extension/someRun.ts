import { experimentSchema, resolveExperiment } from '../../../src/core/experiment/schema.ts';
import type { Run } from '../../../src/core/runs/readRun.ts';

interface Made {
  readonly status?: Run['status'];
  readonly reason?: string | null;
  readonly epochs?: number;
  readonly dev?: number | null;
  readonly evaluation?: unknown;
  readonly file?: Readonly<Record<string, unknown>>;
  readonly id?: string;
}

/** A run as its directory would have it. */
export function someRun({ status = 'finished', reason = null, epochs = 3, dev = 0.7421, ...rest }: Made = {}): Run {
  const file = experimentSchema.parse({ dataset: { source: 'sst2' }, ...rest.file });
  const times = { started: '2026-01-02T10:00:00.000Z', resumed: '2026-01-02T10:00:00.000Z' };
  const best = dev === null ? null : { epoch: Math.max(1, epochs - 1), accuracy: dev };
  return {
    id: rest.id ?? '20260102-100000-mine',
    directory: '/runs/20260102-100000-mine',
    record: {
      ...times,
      state: status === 'interrupted' ? 'running' : status,
      reason,
      pid: 1,
      host: 'a-machine',
      ended: status === 'running' ? null : '2026-01-02T10:05:00.000Z',
      best,
      device: 'a device',
    },
    status,
    experiment: resolveExperiment(file, 'mine'),
    experimentPath: '/mine/mine.safr.json',
    environment: { safr: '0.1.0', node: 'v20', os: 'an os', cpu: 'a cpu', device: 'a device', threads: null, data: [] },
    classes: ['no', 'yes'],
    metrics: Array.from({ length: epochs }, (_, i) => epochMetrics(i + 1)),
    evaluation: rest.evaluation ?? null,
    hasWeights: epochs > 0,
    hasCheckpoint: true,
  };
}

function epochMetrics(epoch: number): Run['metrics'][number] {
  const losses = { crossEntropy: 0.5, importance: 0, interaction: 0, information: 0 };
  const speed = { learningRate: 1e-4, seconds: epoch, stepsPerSecond: 10 };
  const measured = { trainAccuracy: 0.7, devAccuracy: 0.7, devSrs: null, neurons: null, best: false };
  return { kind: 'epoch', epoch, step: 10 * epoch, losses, ...speed, ...measured };
}

/** An evaluation's figures: accuracy, SRS(0.3) and random removal in points, monosemantic share. */
export function someEvaluation(accuracy: number, srs: number | null, random: number | null, mono: number | null) {
  const value = (cost: number) => ({ srs: cost, random: random === null ? null : { mean: random, deviation: null } });
  const both = srs === null ? null : value(srs);
  return {
    classification: { accuracy },
    srs: { headline: 0.3, curve: [{ k: 0.3, imp: both, inter: value(2), both }] },
    neurons: { perInput: { unused: 0.5, monosemanticShare: mono }, corpus: { monosemantic: 0.1 } },
  };
}
