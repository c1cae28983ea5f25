import { expect, test } from 'vitest';
import { Vocabulary } from '../../../../src/core/dataset/vocabulary.ts';
import { WordReader } from '../../../../src/core/dataset/wordReader.ts';
import { experimentSchema, resolveExperiment } from '../../../../src/core/experiment/schema.ts';

const experiment = resolveExperiment(
  experimentSchema.parse({ dataset: { source: 'sst2' }, tokenizer: { lowercase: true }, model: { maxLength: 3 } }),
  'read',
);

test('reads the tokens of a text, where they are, and the ids of the first maxLength of them', () => {
  const reader = new WordReader(experiment, () => new Vocabulary(['a', 'film']));
  expect(reader.read('A dull film  indeed')).toEqual({
    tokens: ['a', 'dull', 'film', 'indeed'],
    spans: [
      { start: 0, end: 1 },
      { start: 2, end: 6 },
      { start: 7, end: 11 },
      { start: 13, end: 19 },
    ],
    ids: Int32Array.of(2, 1, 3),
    known: [true, false, true],
    wordOfToken: null,
    words: [
      { text: 'a', start: 0, end: 1, firstToken: 0, pieces: 1 },
      { text: 'dull', start: 2, end: 6, firstToken: 1, pieces: 1 },
      { text: 'film', start: 7, end: 11, firstToken: 2, pieces: 1 },
    ],
    unread: ['indeed'],
  });
  expect(reader.size).toBe(4);
  expect([1, 3, 4].map((id) => reader.word(id))).toEqual(['<UNK>', 'film', undefined]);
});

test('tokenizes without a vocabulary', () => {
  const reader = new WordReader(experiment, () => {
    throw new Error('read');
  });
  expect(reader.tokens('A film')).toEqual(['a', 'film']);
  expect(reader.words(' A')).toEqual([{ text: 'a', start: 1, end: 2, firstToken: 0, pieces: 1 }]);
});
