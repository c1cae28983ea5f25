import { expect, it } from 'vitest';
import { textValues } from '../../../../src/core/comparison/textValues.ts';
import { sliceMeasures } from '../../../../src/core/experiment/measures.ts';
import { measureTexts } from '../../../../src/core/evaluation/measureSlices.ts';
import { slicedEvaluation } from '../evaluation/slicedEvaluation.ts';
import { someEvaluation } from '../runs/someEvaluation.ts';

it('values per text have the mean that the evaluation measures', () => {
  const evaluation = slicedEvaluation();
  const texts = evaluation.predictions.labels.map((_, text) => text);
  const measured = measureTexts(evaluation, texts);
  const checked = sliceMeasures.filter((id) => {
    const values = textValues(evaluation, id);
    if (!values) return false;
    const mean = [...values.values()].reduce((sum, value) => sum + value, 0) / values.size;
    expect(mean, id).toBeCloseTo(measured[id]!.value);
    return true;
  });
  expect(checked).toEqual(['accuracy', 'srs', 'leavesAP', 'cartonAP', 'monosemanticShare', 'usedPerInput']);
});

it('are none where earlier versions did not store them, or for other measures', () => {
  expect(textValues(someEvaluation(), 'usedPerInput')).toBeNull();
  expect(textValues(someEvaluation(), 'macroF1')).toBeNull();
});
