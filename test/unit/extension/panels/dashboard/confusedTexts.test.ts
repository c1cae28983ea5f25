import { expect, it } from 'vitest';
import { openConfusedTexts, textsOf } from '../../../../../src/extension/panels/dashboard/confusedTexts.ts';
import { someEvaluation } from '../../../core/runs/someEvaluation.ts';
import { fakeStudio } from '../../fakeStudio.ts';
import { someRun } from '../../someRun.ts';

const { predictions } = someEvaluation();

it('has the texts of one class that were predicted as another, the most confident first', () => {
  expect(textsOf(predictions, { label: 0, predicted: 0 })).toEqual([0, 1]);
  expect(textsOf({ ...predictions, probabilities: [0.6, 0.9, 0.8, 0.9] }, { label: 0, predicted: 0 })).toEqual([1, 0]);
  expect(textsOf(predictions, { label: 1, predicted: 0 })).toEqual([]);
});

it('reads the texts of a cell from the data of the run', async () => {
  const { studio, fakes } = fakeStudio();
  fakes.inference.request.mockResolvedValue([]);
  await openConfusedTexts(studio, someRun({ evaluation: someEvaluation() }), { label: 0, predicted: 1 });
  expect(fakes.inference.request).toHaveBeenCalledWith(
    'texts',
    expect.objectContaining({ split: 'test', indices: [2] }),
    expect.anything(),
  );
});
