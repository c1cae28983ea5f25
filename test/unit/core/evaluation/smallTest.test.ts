import { expect, test } from 'vitest';
import { classification } from '../../../../src/core/evaluation/classification.ts';
import { smallTestNote } from '../../../../src/core/evaluation/smallTest.ts';

/** Of this many texts, this share of them classified correctly. */
function tested(sentences: number, share: number) {
  const labels = Array.from({ length: sentences }, () => 0);
  const predicted = labels.map((_, i) => (i < share * sentences ? 0 : 1));
  return { sentences, classification: classification(labels, predicted, ['a', 'b']) };
}

test('an evaluation is noted as small below 100 texts, or where its interval is wider than ±5 points', () => {
  expect(smallTestNote(tested(20, 0.5), 'test')).toBe(
    'only 20 test texts: the 95 % interval of the accuracy is 29.9 to 70.1 %',
  );
  expect(smallTestNote(tested(99, 1), 'dev')).toMatch(/^only 99 dev texts: /);
  expect(smallTestNote(tested(100, 1), 'test')).toBeNull();
  expect(smallTestNote(tested(370, 0.5), 'test')).toMatch(/^only 370 test texts: /);
  expect(smallTestNote(tested(400, 0.5), 'test')).toBeNull();
});
