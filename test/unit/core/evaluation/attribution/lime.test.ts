import { expect, test } from 'vitest';
import { lime } from '../../../../../src/core/evaluation/attribution/lime.ts';
import { observeBatch } from '../../../../../src/core/evaluation/observe.ts';
import { fakeModel, plainRules } from '../fakeModel.ts';

/** The margin of class 1 is 2 for each 7 in the text, and 1 for each 5. */
const rules = {
  ...plainRules,
  logit: (ids: readonly number[]) => ids.reduce((sum, id) => sum + (id === 7 ? 2 : id === 5 ? 1 : 0), 0),
};

async function scoresOf(ids: readonly number[], words: Int32Array | null = null, index = 0) {
  const model = fakeModel(rules);
  const observed = await observeBatch(model, [{ index, ids: Int32Array.from(ids), label: 1, words }]);
  const [attribution] = await lime(model, observed);
  return { scores: [...attribution!.scores], runs: model.runs.slice(1) };
}

test('finds the parts of an additive margin but for the penalty, also of the pieces of a word together', async () => {
  const { scores } = await scoresOf([7, 5, 3, 5]);
  [2, 1, 0, 1].forEach((part, i) => expect(scores[i]).toBeCloseTo(part, 1));
  const words = await scoresOf([7, 5, 3, 5], Int32Array.of(0, 0, 1, 2));
  expect(words.scores[0]).toBe(words.scores[1]);
  expect(words.scores.map(Math.round)).toEqual([3, 3, -0, 1]);
});

test('runs equal deletions once, and no more than it draws', async () => {
  const short = (await scoresOf([7, 5, 3, 5])).runs.flatMap(({ sentences }) => sentences);
  expect(short.length).toBe(16); // all subsets of four words
  const long = await scoresOf(Array.from({ length: 16 }, (_, i) => 3 + i));
  const texts = long.runs.flatMap(({ sentences }) => sentences.map(({ ids }) => ids.length));
  expect(texts.length).toBeLessThanOrEqual(1000);
  expect(new Set(texts).size).toBe(16); // every number of words is drawn; none is read as one <PAD>
});

test('depends on the text, not on its number in the split', async () => {
  expect((await scoresOf([7, 5, 3, 9, 5], null, 3)).scores).toEqual((await scoresOf([7, 5, 3, 9, 5])).scores);
});

test('gives a text without tokens a score of 0', async () => {
  expect((await scoresOf([])).scores).toEqual([0]);
});
