import { expect, it } from 'vitest';
import { summaryOf } from '../../../../../src/extension/panels/dashboard/summary.ts';
import { maskless, someEvaluation } from '../../../core/runs/someEvaluation.ts';

const textsOf = (evaluation = someEvaluation()) =>
  summaryOf(evaluation).map((group) =>
    group.map(({ name, text, note }) => [name, text, note].filter(Boolean).join(' | ')),
  );

it('has each measure next to what it has to be compared with, with 95 % intervals', () => {
  expect(textsOf()).toEqual([
    ['Accuracy | 75.0 % | 30.1 to 95.4', 'Largest class | 75.0 %', 'Macro F1 | 73.3 %'],
    ['SRS(0.3) | 12.5 points', 'At random | 4.0 points | 2.8 to 5.2'],
    [
      ...['Monosemantic share, per text | 40.0 %', 'Monosemantic, over the corpus | 30.0 %'],
      ...['Neurons used, per text | 50.0 %', 'Dead, over the corpus | 10.0 %', 'Purity, over the corpus | 45.0 %'],
    ],
  ]);
  for (const { meaning } of summaryOf(someEvaluation()).flat()) expect(meaning).toMatch(/^[A-Z].*\.$/);
});

it('has the same measures without a mask, and says why they are missing', () => {
  expect(textsOf(maskless())[1]).toEqual(['SRS(0.3) | – | the model has no mask', 'At random | –']);
});
