import { Vocabulary } from '../../../../src/core/dataset/vocabulary.ts';
import { experimentSchema, resolveExperiment } from '../../../../src/core/experiment/schema.ts';
import { describeEnvironment } from '../../../../src/core/runs/environment.ts';
import type { EpochMetrics, Metrics } from '../../../../src/core/runs/metrics.ts';
import type { RunData } from '../../../../src/core/runs/runData.ts';
import type { NewRun } from '../../../../src/core/runs/runWriter.ts';

const split = (texts: number, sha256: string) => ({ texts, sha256 });
export const someData: RunData = {
  splitRule: 2,
  splits: { train: split(8, 'a1'), dev: split(2, 'b2'), test: split(4, 'c3') },
};

const sizes = { width: 4, heads: 2, layers: 1, feedForward: 6, maskHidden: 3, maxLength: 8, dropout: 0.1 };

/** What a run of five words and two classes begins with. */
export function newRun(runsDirectory: string): NewRun {
  const data = [{ path: 'own.tsv', bytes: 12, sha256: 'abc' }];
  const dataset = { source: 'files', train: 'own.tsv' };
  const file = experimentSchema.parse({ dataset, model: sizes, device: 'tensorflow' });
  return {
    runsDirectory,
    experiment: resolveExperiment(file, 'small'),
    experimentPath: 'small.safr.json',
    environment: describeEnvironment({ safr: '0.1.0', device: 'a device', threads: null, data }),
    data: someData,
    classes: ['no', 'yes'],
    vocabulary: new Vocabulary(['one', '2', '__proto__']),
  };
}

const losses = { crossEntropy: 0.5, importance: 1, interaction: 0.1, information: 0 };
const line = { losses, trainAccuracy: 0.75, learningRate: 1e-4, seconds: 3, stepsPerSecond: 10 };
export const stepLine = (epoch: number, step: number): Metrics => ({ kind: 'step', epoch, step, ...line });
export const epochLine = (epoch: number, step: number): EpochMetrics => ({
  kind: 'epoch',
  epoch,
  step,
  ...line,
  devAccuracy: 0.7,
  devMacroF1: 0.7,
  devSrs: null,
  neurons: { dead: 0.1, monosemantic: 0.3, polysemantic: 0.6 },
  best: true,
});
