import { threefry } from '../../../../src/common/random.ts';
import type { Device } from '../../../../src/engine/device.ts';
import { TokenizedSplit } from '../../../../src/core/dataset/tokenizedSplit.ts';
import { Vocabulary } from '../../../../src/core/dataset/vocabulary.ts';
import { experimentSchema, resolveExperiment, type Experiment } from '../../../../src/core/experiment/schema.ts';
import { describeEnvironment } from '../../../../src/core/runs/environment.ts';
import { RunWriter } from '../../../../src/core/runs/runWriter.ts';
import { train, type TrainingInput } from '../../../../src/core/training/train.ts';

/** A model of width 16; 5 steps per epoch, the last one with 4 sentences. */
export function tinyExperiment(training: object = {}, rest: object = {}): Experiment {
  const file = experimentSchema.parse({
    dataset: { source: 'spam-assassin' },
    model: { width: 16, heads: 2, feedForward: 16, maskHidden: 8, maxLength: 9, padding: 'none' },
    training: { epochs: 3, batchSize: 8, learningRate: 0.01, ...training },
    seed: 5,
    ...rest,
  });
  return resolveExperiment(file, 'tiny');
}

/** Two classes that differ in which half of the words is more frequent; 36 training sentences, 20 dev sentences. */
export function tinyData(words = 'abcdefghij') {
  const files = [{ path: 'tiny.tsv', bytes: 1, sha256: '00' }];
  const vocabulary = new Vocabulary([...words]);
  const identity = (texts: number) => ({ texts, sha256: String(texts) });
  const identities = { train: identity(36), dev: identity(20), test: identity(1) };
  return { classes: ['no', 'yes'], vocabulary, train: split(1, 36), dev: split(2, 20), source: { files }, identities };
}

function split(stream: number, sentences: number): TokenizedSplit {
  const made = new TokenizedSplit();
  for (let i = 0; i < sentences; i++) {
    const [word] = threefry(stream, i, 0, 0);
    const label = word & 1;
    const ids = Array.from({ length: 1 + ((word >>> 1) % 9) }, (_, j) => {
      const [own, odd] = threefry(stream, i, 1, j);
      return 2 + (own % 5) + (odd % 4 === 0 ? 1 - label : label) * 5;
    });
    made.add(ids, label, 'tiny.tsv', i + 1);
  }
  return made;
}

export function makeRun(runsDirectory: string, experiment: Experiment): Promise<RunWriter> {
  const { classes, vocabulary, source, identities } = tinyData();
  const environment = describeEnvironment({ safr: '0', device: 'test', threads: 1, data: source.files });
  return RunWriter.create({
    runsDirectory,
    experiment,
    experimentPath: 'tiny.safr.json',
    environment,
    data: { splitRule: 2, splits: identities },
    classes,
    vocabulary,
  });
}

/** Trains a new run on the tiny data; `rest` overrides the defaults. */
export async function trainTiny(
  device: Device,
  runsDirectory: string,
  experiment: Experiment,
  rest: Partial<TrainingInput> = {},
) {
  const run = await makeRun(runsDirectory, experiment);
  const training = train({ experiment, data: tinyData(), device, run, measureDev: measureNothing, ...rest });
  return { run, training };
}

export const measureNothing = () => Promise.resolve({ srs: null, neurons: null });
