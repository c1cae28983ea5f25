import { appendFileSync, writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import type { NeuronFacts } from '../../../../src/core/evaluation/facts/neuronFacts.ts';
import { readFacts, storeFacts } from '../../../../src/core/runs/neuronFactsFile.ts';
import { runFiles } from '../../../../src/core/runs/runFiles.ts';
import { weightsHash } from '../../../../src/core/runs/weightsHash.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const factsOf = (fires: number): NeuronFacts => ({
  ...{ label: 'monosemantic', fires, words: [[2, 2]], meanByClass: [0.1, null] },
  top: { sentences: [1], positions: [0], values: [0.5] },
  histogram: { range: 1, counts: [3] },
  types: [{ word: 2, share: 0.5 }],
  wordLabel: { words: [2], averagePrecision: 0.75, random: 0.5 },
  sample: { sentences: [1], positions: [0], values: [0.5] },
});
const facts = {
  sentences: 7,
  layers: [
    [factsOf(1), factsOf(2)],
    [factsOf(3), factsOf(4)],
  ],
};

describe('stored facts of neurons', () => {
  const folder = temporaryFolder();
  let weights: string;
  beforeEach(async () => {
    writeFileSync(folder.path(runFiles.weights), 'some weights');
    weights = await weightsHash(folder.path());
  });

  test('are read for the weights that they were measured with', async () => {
    expect(await readFacts(folder.path(), weights)).toBeNull();
    await storeFacts(folder.path(), weights, facts);
    expect(await readFacts(folder.path(), weights)).toEqual(facts);
    writeFileSync(folder.path(runFiles.weights), 'other weights');
    expect(await readFacts(folder.path(), await weightsHash(folder.path()))).toBeNull();
  });

  test.each(['', '{"fires":1}\n', 'no JSON\n'])('are measured again where the file is damaged: %j', async (damage) => {
    await storeFacts(folder.path(), weights, facts);
    if (damage === '') writeFileSync(folder.path(runFiles.neurons), '');
    else appendFileSync(folder.path(runFiles.neurons), damage);
    expect(await readFacts(folder.path(), weights)).toBeNull();
  });
});
