import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { checkExperiment, problemAt, readExperiment } from '../../../src/core/experiment/parseExperiment.ts';
import { experimentTemplate } from '../../../src/core/experiment/template.ts';
import { parseSweep } from '../../../src/core/sweep/readSweep.ts';
import { planFile } from '../../../src/core/sweep/plan.ts';
import { lambdaPlaces } from '../../../src/extension/editor/lambdas.ts';
import { edits, valueEdits } from '../edits.ts';
import { reading, type Target } from '../target.ts';

const files = {
  source: 'files',
  train: ['a.csv', 'b.csv'],
  test: 'c.csv',
  textColumn: ['title', 'text'],
  classes: ['a', 'b'],
};
/** Every part of an experiment file occurs in one of them. */
const experiments: readonly object[] = [
  {
    dataset: { ...files, columns: ['title', 'text', 'label'], split: { dev: 0.2, seed: 3 }, encoding: 'utf-8' },
    tokenizer: { kind: 'pattern', pattern: '[a-z]+|\\d', lowercase: true, maxVocabulary: 100 },
    model: { width: 8, heads: 2, layers: 1, padding: 'none', maxLength: 12 },
    safr: { preset: 'safr', importance: 0.5, interaction: 0.1, importanceSite: 'embedding' },
    training: { epochs: 2, batchSize: 4, gradientClip: 1, warmupSteps: 10 },
    evaluation: { fractions: [0.1, 0.3], headline: 0.3, randomSeeds: 2 },
    expect: { accuracy: '>= 0.72', 'srs@0.3': '>= 10' },
    seed: 4,
  },
  {
    dataset: { source: 'planted', sentences: 40 },
    sweep: { 'safr.preset': ['plain', 'safr'], seed: [1, 2, 3], 'model.width': [8, 16] },
  },
  { dataset: { source: 'sst2' }, sweep: { 'safr.importance': [0.1, 1, 10], safr: [{ preset: 'plain' }] } },
];
const texts = [
  ...experiments.map((experiment) => JSON.stringify(experiment, null, 2)),
  experimentTemplate('planted', 'safr'),
];

const text = fc.oneof(
  fc.tuple(fc.constantFrom(...texts), edits).map(([text, edit]) => edit(Buffer.from(text))),
  fc
    .tuple(fc.constantFrom(...experiments), valueEdits)
    .map(([value, edit]) => Buffer.from(JSON.stringify(edit(value)) ?? '')),
);

/** What the command line and the editor do with an experiment file. */
export const experimentTarget: Target = {
  name: 'experiment files',
  share: 20,
  async open(folder) {
    const path = join(folder, 'fuzz.safr.json');
    return reading({
      inputs: text,
      maxLines: 50,
      reads: (bytes) => [
        () => {
          writeFileSync(path, bytes);
          return readExperiment(path);
        },
        () => {
          const { experiment } = checkExperiment(bytes.toString(), path);
          if (!experiment) return;
          lambdaPlaces(bytes.toString(), experiment);
          const sweep = parseSweep(bytes.toString(), path);
          if (sweep) planFile(sweep, folder);
        },
        () => problemAt(bytes.toString(), [['dataset', 'train', 0], ['dataset']], 'a problem'),
      ],
    });
  },
};
