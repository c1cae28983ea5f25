import fc from 'fast-check';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readVocabulary, Vocabulary, writeVocabulary } from '../../../../src/core/dataset/vocabulary.ts';
import { WordCounts } from '../../../../src/core/dataset/wordCounts.ts';
import { UserError } from '../../../../src/common/userError.ts';
import { folderOf } from './experiments.ts';

const counted = (text: string) => {
  const counts = new WordCounts();
  for (const word of text.split(' ')) counts.count(counts.numberOf(word));
  return counts;
};

describe('a vocabulary', () => {
  test('has the frequent words in order of first appearance', () => {
    expect(counted('b a c b a d').vocabulary(2, undefined).words).toEqual(['<PAD>', '<UNK>', 'b', 'a']);
  });

  test('keeps the most frequent words if there are too many, the earlier of equally frequent ones, in order of appearance', () => {
    expect(counted('c b a c b a a').vocabulary(1, 2).words.slice(2)).toEqual(['c', 'a']);
  });

  test('excludes words that only other splits have', () => {
    const counts = counted('a');
    counts.numberOf('b');
    expect(counts.vocabulary(1, undefined).words.slice(2)).toEqual(['a']);
  });

  test('reads unknown words and spelled-out reserved ones as <UNK>', () => {
    const vocabulary = counted('a <PAD> <UNK>').vocabulary(1, undefined);
    expect([...vocabulary.encode(['a', 'b', '<PAD>', '<UNK>', 'a'], 4)]).toEqual([2, 1, 1, 1]);
  });

  test('is read from its file as it was written', () => {
    const path = join(folderOf({}), 'vocabulary.json');
    const word = fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('__proto__', '12', 'constructor', '"'));
    fc.assert(
      fc.property(fc.uniqueArray(word), (words) => {
        writeVocabulary(path, new Vocabulary(words));
        expect(readVocabulary(path).words).toEqual(['<PAD>', '<UNK>', ...words]);
      }),
    );
  });

  test('is read with its own words after another with a backslash in the place of a quotation mark', () => {
    const path = join(folderOf({}), 'vocabulary.json');
    for (const word of ['\\', '"', '\n', '\\n']) {
      writeVocabulary(path, new Vocabulary(['first', word]));
      expect(readVocabulary(path).words[3]).toBe(word);
    }
  });
});

test.each([
  ['no JSON', '{"<PAD>": 0,', /no vocabulary/],
  ['a repeated id', '{"<PAD>": 0, "<UNK>": 1, "a": 1}', /"a" is 1; allowed: 0 … 2, each once/],
  ['a gap', '{"<PAD>": 0, "<UNK>": 1, "a": 3}', /"a" is 3/],
  ['an id that is no number', '{"<PAD>": 0, "<UNK>": "1"}', /"<UNK>" is "1"/],
  ['no reserved words', '{"a": 0, "b": 1}', /ids 0 and 1 must be <PAD> and <UNK>/],
  ['null', 'null', /no vocabulary: not an object/],
  ['a list', '["<PAD>", "<UNK>"]', /no vocabulary: not an object/],
])('a vocabulary file with %s is a UserError', (_, text, message) => {
  const path = join(folderOf({ 'v.json': text }), 'v.json');
  expect(() => readVocabulary(path)).toThrow(UserError);
  expect(() => readVocabulary(path)).toThrow(message);
});
