import { expect, it } from 'vitest';
import { predictedText } from '../../../../../src/core/evaluation/explanation/predictedText.ts';
import type { ExplanationSummary } from '../../../../../src/core/evaluation/explanation/explanation.ts';

it('names the logits by their classes, and has words only where they are asked for', () => {
  const explanation = {
    ...{ predicted: 'yes', logits: [1, 2], words: [{ text: 'good', start: 0, end: 4, pieces: 1, keep: 0.5 }] },
    probabilities: ['no', 'yes'].map((name) => ({ class: name, probability: 0.5 })),
  } as unknown as ExplanationSummary;
  expect(predictedText(explanation, true)).toEqual({
    ...{ predicted: 'yes', logits: { no: 1, yes: 2 }, words: [{ start: 0, end: 4, keep: 0.5 }] },
  });
  expect(predictedText(explanation, false).words).toEqual([]);
});
