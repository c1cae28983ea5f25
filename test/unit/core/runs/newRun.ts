import { Vocabulary } from '../../../../src/core/dataset/vocabulary.ts';
import { experimentSchema, resolveExperiment } from '../../../../src/core/experiment/schema.ts';
import { describeEnvironment } from '../../../../src/core/runs/environment.ts';
import type { NewRun } from '../../../../src/core/runs/runWriter.ts';

/** What a run of five words and two classes begins with. */
export function newRun(runsDirectory: string): NewRun {
  const data = [{ path: 'own.tsv', bytes: 12, sha256: 'abc' }];
  const file = experimentSchema.parse({ dataset: { source: 'files', train: 'own.tsv' }, device: 'tensorflow' });
  return {
    runsDirectory,
    experiment: resolveExperiment(file, 'small'),
    experimentPath: 'small.safr.json',
    environment: describeEnvironment({ safr: '0.1.0', device: 'a device', threads: null, data }),
    classes: ['no', 'yes'],
    vocabulary: new Vocabulary(['one', '2', '__proto__']),
  };
}
