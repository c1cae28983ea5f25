import { expect, test } from 'vitest';
import { figureRows } from '../../../../src/core/comparison/figures.ts';
import { slicedEvaluation } from '../evaluation/slicedEvaluation.ts';
import { someEvaluation } from '../runs/someEvaluation.ts';

test('slices are compared where their conditions are the same', () => {
  const sliced = slicedEvaluation();
  const slices = sliced.slices!.map((slice) => (slice.name === 'long' ? { ...slice, where: { minTokens: 9 } } : slice));
  const rows = figureRows([sliced, { ...sliced, slices }, someEvaluation()], [], null);
  const valuesOf = (wanted: string) => rows.find(({ name }) => name === wanted)?.values;
  const accuracy = 100 * sliced.slices![0]!.values.accuracy!.value;
  expect(valuesOf('negations: accuracy')).toEqual([accuracy, accuracy, null]);
  expect(valuesOf('negations: SRS(0.3)')![0]).toBe(sliced.slices![0]!.values.srs!.value);
  expect(valuesOf('long: accuracy')!.slice(1)).toEqual([null, null]);
});
