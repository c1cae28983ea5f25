import { describe, expect, it } from 'vitest';
import { differenceOf, pairedInterval, sliceInterval } from '../../../../src/core/comparison/difference.ts';
import { figureRows } from '../../../../src/core/comparison/figures.ts';
import { measure } from '../../../../src/core/experiment/measures.ts';
import { slicedEvaluation } from '../evaluation/slicedEvaluation.ts';
import { someEvaluation } from '../runs/someEvaluation.ts';

const clear = { low: 1, high: 3 };
const unclear = { low: -1, high: 3 };

/** On 400 texts; the prediction of the texts from `from` on is the label. */
function correctFrom(from: number) {
  const evaluation = slicedEvaluation();
  const { labels, predicted } = evaluation.predictions;
  const corrected = predicted.map((each, text) => (text >= from ? labels[text]! : each));
  return { ...evaluation, predictions: { ...evaluation.predictions, predicted: corrected } };
}

describe('the better of two runs', () => {
  it('is that of the higher or the lower value, by the direction of the measure', () => {
    expect(differenceOf(measure('accuracy'), 2, clear).better).toBe('second');
    expect(differenceOf(measure('accuracy'), -2, null).better).toBe('first');
    expect(differenceOf(measure('deadNeurons'), 2, null).better).toBe('first');
    expect(differenceOf(measure('sufficiency'), -0.2, null).better).toBe('second');
  });

  it('is neither within the interval, where the values are equal as shown, or for a measure without a direction', () => {
    expect(differenceOf(measure('accuracy'), 1, unclear).better).toBeNull();
    expect(differenceOf(measure('accuracy'), 0.04, null).better).toBeNull();
    expect(differenceOf(measure('monosemanticOff'), 5, null).better).toBeNull();
  });
});

describe('the interval of a difference', () => {
  it('is that of paired texts', () => {
    const accuracy = pairedInterval(measure('accuracy'), correctFrom(400), correctFrom(300))!;
    // Of the last 100 texts, 50 were wrong.
    expect(accuracy.low).toBeCloseTo(9.18);
    expect(accuracy.high).toBeCloseTo(15.7);
    const leaves = pairedInterval(measure('leavesAP'), correctFrom(400), correctFrom(300))!;
    expect([leaves.low, leaves.high].map(Math.abs)).toEqual([0, 0]); // the same values for each text
  });

  it('covers the difference of each measure whose values per text are stored', () => {
    const [first, second] = [correctFrom(400), slicedEvaluation()];
    const neurons = { monosemantic: first.predictions.labels, used: first.predictions.labels.map(() => 1) };
    const other = { ...second, predictions: { ...second.predictions, neurons } };
    for (const id of ['srs', 'usedPerInput', 'monosemanticShare', 'cartonAP'] as const) {
      const interval = pairedInterval(measure(id), first, other)!;
      expect(interval.low, id).toBeLessThanOrEqual(interval.high);
    }
    const used = pairedInterval(measure('usedPerInput'), first, other)!;
    expect((used.low + used.high) / 2).toBeCloseTo(33.25); // 267 of 400 texts used the one neuron, now all do
  });

  it('is not known for few texts but of accuracies, nor without values per text', () => {
    expect(pairedInterval(measure('accuracy'), someEvaluation(), someEvaluation())).not.toBeNull();
    expect(pairedInterval(measure('srs'), someEvaluation(), someEvaluation())).toBeNull();
    expect(pairedInterval(measure('macroF1'), correctFrom(1), correctFrom(2))).toBeNull();
  });

  it('is wider for slices, as if their texts were others', () => {
    const value = (share: number) => ({
      value: share,
      interval: { low: share - 0.03, high: share + 0.03 },
      sentences: 9,
    });
    const interval = sliceInterval(measure('accuracy'), value(0.5), value(0.6))!;
    expect(interval.low).toBeCloseTo(10 - 3 * Math.SQRT2);
    expect(interval.high).toBeCloseTo(10 + 3 * Math.SQRT2);
    expect(sliceInterval(measure('accuracy'), { ...value(0.5), interval: null }, value(0.6))).toBeNull();
  });
});

it('rows have the difference of the two runs that are asked for, but not of words and tokens', () => {
  const [first, second] = [someEvaluation(), someEvaluation({ unit: 'word' })];
  const rows = figureRows([first, null, second], [], [0, 2]);
  const differenceIn = (wanted: string, of = rows) => of.find(({ name }) => name === wanted)!.difference;
  expect(differenceIn('SRS(0.3)')).toEqual({ value: 0, interval: null, better: null });
  expect(differenceIn('accuracy', figureRows([first, null], [], [0, 1]))).toBeNull();
  const mixed = figureRows([{ ...first, unit: 'token' }, second], [], [0, 1]);
  expect(differenceIn('SRS(0.3)', mixed)).toBeNull();
  expect(differenceIn('accuracy', mixed)).not.toBeNull();
});
