import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { plantedSentences } from '../../../../src/core/dataset/planted/plantedSentences.ts';
import { evaluationPath, type StoredEvaluation } from '../../../../src/core/runs/evaluationFile.ts';
import { trainExperiment } from '../../../../src/core/workflow/trainExperiment.ts';
import { openTensorflowDevice } from '../../../../src/engine/tensorflow/device.ts';
import { temporaryFolder } from '../runs/temporaryFolder.ts';

const folder = temporaryFolder();

test('a run on planted sentences stores how well it finds the planted words and pairs', async () => {
  const dataset = { source: 'planted', sentences: 80, seed: 7 } as const;
  const experimentPath = folder.path('planted.safr.json');
  const experiment = {
    dataset,
    model: { width: 8, heads: 2, feedForward: 16, maskHidden: 8, maxLength: 8, padding: 'none' },
    training: { epochs: 1, devSample: 10 },
    evaluation: { fractions: [0.3], randomSeeds: 1, sample: 1 },
  };
  writeFileSync(experimentPath, JSON.stringify(experiment));
  const { directory, evaluation } = await trainExperiment({
    experimentPath,
    runsDirectory: folder.path('runs'),
    version: '0',
    evaluate: true,
    openDevice: () => openTensorflowDevice(),
  });
  const stored = JSON.parse(readFileSync(evaluationPath(directory, 'test'), 'utf8')) as StoredEvaluation;
  expect(stored).toEqual(evaluation);
  const read = Array.from(plantedSentences({ ...dataset, distractors: 0.3 }, 'test'), ({ truth }) => ({
    words: truth.words.filter((place) => place < 8).length,
    pairs: truth.pairs.filter(([, second]) => second < 8).length,
  }));
  expect(stored.planted!.words!.sentences).toBe(read.filter(({ words }) => words > 0).length);
  expect(stored.planted!.pairs!.sentences).toBe(read.filter(({ pairs }) => pairs > 0).length);
  expect(stored.planted!.owners.words).toBeGreaterThan(0);
});
