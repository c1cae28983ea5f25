import { appendFileSync, writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import type { NeuronFacts } from '../../../../src/core/evaluation/facts/neuronFacts.ts';
import { factsPlace, readFacts, storeFacts, type FactsPlace } from '../../../../src/core/runs/neuronFactsFile.ts';
import { runFiles } from '../../../../src/core/runs/runFiles.ts';
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
  let place: FactsPlace;
  beforeEach(async () => {
    writeFileSync(folder.path(runFiles.weights), 'some weights');
    place = await factsPlace(folder.path(), null);
  });

  test('are read for the weights that they were measured with', async () => {
    expect(await readFacts(place)).toBeNull();
    await storeFacts(place, facts);
    expect(await readFacts(place)).toEqual(facts);
    writeFileSync(folder.path(runFiles.weights), 'other weights');
    expect(await readFacts(await factsPlace(folder.path(), null))).toBeNull();
  });

  test.each(['', '{"fires":1}\n', 'no JSON\n'])('are measured again where the file is damaged: %j', async (damage) => {
    await storeFacts(place, facts);
    if (damage === '') writeFileSync(folder.path(runFiles.neurons), '');
    else appendFileSync(folder.path(runFiles.neurons), damage);
    expect(await readFacts(place)).toBeNull();
  });
});
