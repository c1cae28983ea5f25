import { expect, test } from 'vitest';
import { leaveOneOut } from '../../../../../src/core/evaluation/attribution/leaveOneOut.ts';
import { observeBatch } from '../../../../../src/core/evaluation/observe.ts';
import { fakeModel } from '../fakeModel.ts';

/** The margin of class 1 is 2 for each 7 in the text, and 1 for each 5. */
const rules = {
  logit: (ids: readonly number[]) => ids.reduce((sum, id) => sum + (id === 7 ? 2 : id === 5 ? 1 : 0), 0),
  keep: null,
  attention: () => 0,
  hidden: (id: number) => [id],
  masked: (id: number) => [id],
};

const scoresOf = async (words: Int32Array | null) => {
  const model = fakeModel(rules);
  const observed = await observeBatch(model, [{ index: 0, ids: Int32Array.of(7, 5, 3, 5), label: 1, words }]);
  const [attribution] = await leaveOneOut(model, observed);
  return { scores: [...attribution!.scores], texts: model.runs.at(-1)!.sentences.map(({ ids }) => ids) };
};

test('leaves out one token after another', async () => {
  expect((await scoresOf(null)).scores).toEqual([2, 1, 0, 1]);
});

test('leaves out whole words, whose pieces share the score', async () => {
  const { scores, texts } = await scoresOf(Int32Array.of(0, 0, 1, 2));
  expect(scores).toEqual([3, 3, 0, 1]);
  expect(texts).toEqual([
    [7, 5, 3, 5],
    [3, 5],
    [7, 5, 5],
    [7, 5, 3],
  ]);
});
