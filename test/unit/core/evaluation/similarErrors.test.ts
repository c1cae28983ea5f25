import { expect, test } from 'vitest';
import { ErrorIndex } from '../../../../src/core/evaluation/similarErrors.ts';

const never = new AbortController().signal;
const wordsOf = (text: string) => text.split(' ');

/** Texts as `label predicted text`. */
function indexOf(rows: readonly string[], signal = never): Promise<ErrorIndex> {
  const parts = rows.map((row) => row.split(' '));
  const texts = parts.map(([label, , ...words], index) => {
    return { index, text: words.join(' '), label: label!, file: 'rows.tsv', line: index + 2 };
  });
  const predicted = parts.map(([, predicted]) => predicted!);
  return ErrorIndex.create(texts, predicted, wordsOf, signal);
}

const rows = [
  'good good a plain story',
  'good bad a story of rain',
  'bad good a dull dull rain',
  'bad bad a dull end',
  'good bad a brave end of story',
];
const foundIn = (index: ErrorIndex, text: string, keep = new Map<string, number>()) =>
  index.findSimilar(text, keep, 20).map(({ line, shared }) => [line, ...shared]);

test('finds misclassified texts by the words they share, rare ones first', async () => {
  const index = await indexOf(rows);
  // "brave" is in one text of five, "of" in two, "story" in three, and "a" in all, so it has no weight.
  expect(foundIn(index, 'a brave story of')).toEqual([
    [6, 'brave', 'of', 'story'],
    [3, 'of', 'story'],
  ]);
  expect(index.findSimilar('dull', new Map(), 20)).toEqual([
    {
      index: 2,
      text: 'a dull dull rain',
      label: 'bad',
      predicted: 'good',
      file: 'rows.tsv',
      line: 4,
      shared: ['dull'],
    },
  ]);
});

test('weights a word by its keep probability', async () => {
  const index = await indexOf(rows);
  const keep = new Map([
    ['brave', 0.01],
    ['rain', 1],
  ]);
  expect(foundIn(index, 'brave rain', keep).at(-1)).toEqual([6, 'brave']);
  expect(foundIn(index, 'brave rain', new Map([['rain', 0.01]]))[0]).toEqual([6, 'brave']);
});

test('excludes the text itself, texts without common words, and those beyond the maximum number', async () => {
  const index = await indexOf(rows);
  expect(foundIn(index, 'a dull dull rain')).toEqual([[3, 'rain']]);
  expect(foundIn(index, 'a plain a')).toEqual([]);
  expect(index.findSimilar('story rain end', new Map(), 2)).toHaveLength(2);
});

test('can be aborted', async () => {
  const many = Array.from({ length: 100_000 }, (_, i) => `good bad word${i} and some more`);
  await expect(indexOf(many, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
});
