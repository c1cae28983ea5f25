import { expect, test } from 'vitest';
import { textOfIds } from '../../../../../src/core/dataset/textReader.ts';
import { explain } from '../../../../../src/core/evaluation/explanation/explain.ts';
import { explainTexts } from '../../../../../src/core/evaluation/explanation/explainTexts.ts';
import { fakeModel, plainRules } from '../fakeModel.ts';

const rules = {
  ...plainRules,
  attention: (i: number, j: number) => (i + j) / 10,
  hidden: (id: number) => [id, 9 - id, 0],
};
const options = { ...fakeModel(rules), classes: ['bad', 'good'], theta: 0.5 };

test('texts are explained together as one by one, except those without tokens', async () => {
  const texts = [[9, 1, 3], [], [2], [4, 4]].map((ids) => textOfIds(Int32Array.from(ids)));
  const explained = await explainTexts({ ...options, texts });
  expect(explained[1]).toBeNull();
  for (const i of [0, 2, 3]) {
    expect(explained[i]).toEqual({ explanation: await explain({ ...options, text: texts[i]! }), ranking: null });
  }
});

test('a ranking is added where one is asked for', async () => {
  const texts = [[9, 1], [2]].map((ids) => textOfIds(Int32Array.from(ids)));
  const explained = await explainTexts({ ...options, texts, by: 'attention' });
  expect(explained.map((each) => each!.ranking!.scores.length)).toEqual([2, 1]);
  expect(explained[0]!.ranking!.by).toBe('attention');
});
