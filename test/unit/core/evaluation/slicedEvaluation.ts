import { TextSlices } from '../../../../src/core/dataset/textSlices.ts';
import { measureSlices } from '../../../../src/core/evaluation/measureSlices.ts';
import type { Slices } from '../../../../src/core/experiment/sections/slices.ts';
import type { StoredEvaluation } from '../../../../src/core/runs/evaluationFile.ts';
import { someEvaluation } from '../runs/someEvaluation.ts';

const texts = Array.from({ length: 400 }, (_, i) => i);
const every = (period: number) => texts.map((i) => (i % period === 0 ? 1 : 0));
const marked = { averagePrecision: texts.map((i) => 1 / (1 + (i % 7))), random: texts.map(() => 0.296) };

const slices: Slices = {
  negations: { contains: ['not', 'never', "n't", 'no'] },
  long: { minTokens: 30 },
  'reviews from mobile devices': { column: { device: ['phone', 'tablet'] }, label: 'strongly positive' },
  mistakes: { predicted: 'wrong' },
  'e-mail addresses': { pattern: '[\\w.]+@[\\w.]+' },
};

/** An evaluation on 400 texts with slices, of which one is small and one empty. */
export function slicedEvaluation(): StoredEvaluation {
  const evaluation = someEvaluation({
    sentences: texts.length,
    predictions: {
      ...{ labels: every(2), predicted: every(3), probabilities: every(1) },
      srs: { sentences: texts, predicted: every(5), random: [every(4), every(6), every(7)] },
      neurons: { monosemantic: every(2), used: texts.map((i) => (i % 2 === 0 || i % 3 === 0 ? 1 : 0)) },
      rationales: { leaves: marked, carton: marked },
    },
  });
  const found = new TextSlices(slices);
  for (const i of texts) {
    const text = i % 9 === 0 ? 'it is not a good film' : 'a good film';
    const example = { split: 'test', text, label: 'strongly positive', file: 'reviews.csv', line: i + 1 } as const;
    found.add({ ...example, columns: { device: i % 40 === 0 ? 'phone' : 'desktop' } }, i % 60);
  }
  return { ...evaluation, slices: measureSlices(evaluation, found) };
}
