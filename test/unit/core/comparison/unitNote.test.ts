import { expect, test } from 'vitest';
import { unitNote } from '../../../../src/core/comparison/unitNote.ts';
import { someRun } from '../../extension/someRun.ts';
import { someEvaluation } from '../runs/someEvaluation.ts';

const encoder = { model: { pretrained: 'org/name' } };
const byWords = someRun({ id: 'words', file: encoder, evaluation: someEvaluation({ unit: 'word' }) });
const byTokens = someRun({ id: 'tokens', file: encoder, evaluation: someEvaluation({ unit: 'token' }) });
const ofEarlierVersion = someEvaluation();

test('runs that ranked tokens are named where others ranked words', () => {
  expect(unitNote([byWords, byTokens])).toBe(
    'tokens ranked and removed tokens, not words: SRS and AOPC are comparable only with the same evaluation.unit.',
  );
  expect(unitNote([byTokens, byTokens])).toBeNull();
  expect(unitNote([byWords, byWords])).toBeNull();
});

test('an evaluation of an earlier version ranked tokens, which are words but for encoders', () => {
  const earlier = someRun({ id: 'earlier', file: encoder, evaluation: ofEarlierVersion });
  const own = someRun({ evaluation: ofEarlierVersion });
  expect(unitNote([earlier, byWords])).toContain('earlier ranked');
  expect(unitNote([earlier, byTokens])).toBeNull();
  expect(unitNote([own, byWords])).toBeNull();
});

test('runs that are not evaluated do not count', () => {
  expect(unitNote([byTokens, someRun()])).toBeNull();
});
