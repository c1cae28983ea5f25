import { describe, expect, it } from 'vitest';
import type { Evaluation } from '../../../../src/core/evaluation/evaluation.ts';
import { agreementOf } from '../../../../src/core/verification/agreement.ts';
import { settingsOf, type Expected } from '../../../../src/core/verification/expected.ts';

const predictions = Array.from({ length: 1000 }, (_, i) => i % 2);
const perInput = { unused: 0.6, monosemantic: 0.2, polysemantic: 0.2, neuronsPerToken: 40 };
const expected: Expected = {
  accuracy: 74,
  srs: { '0.3': { imp: 12, inter: 0, both: 12.1 } },
  predictions,
  'predictions_srs_0.3': predictions,
  neurons: {
    theta: 0.4,
    perInput,
    corpus: { dead: 0, monosemantic: 0.07, meanTopTypeShare: 0.22 },
    meanTokenCapacity: 0.43,
    meanKeepProbability: 0.38,
  },
};

/** An evaluation that agrees, except for `both` at 0.3 and a number of changed predictions. */
function evaluation(both: number, turned: number, monosemantic = 0.07): Evaluation {
  const value = (srs: number) => ({ srs, random: null });
  const found = predictions.map((prediction, i) => (i < turned ? 1 - prediction : prediction));
  return {
    classification: { accuracy: 0.74 },
    srs: { curve: [{ k: 0.3, imp: value(12), inter: value(0), both: value(both) }] },
    neurons: {
      perInput,
      corpus: { dead: 0, monosemantic, polysemantic: 0.93, meanTopWordShare: 0.22 },
      meanTokenCapacity: 0.43,
      meanKeepProbability: 0.38,
    },
    predictions: { predicted: found, srs: { sentences: [], predicted: predictions } },
  } as unknown as Evaluation;
}

const failing = (found: Evaluation) => agreementOf(found, expected).flatMap(({ value, ok }) => (ok ? [] : [value]));

describe('the agreement with a golden', () => {
  it('accepts 2 of 1,000 predictions, 0.2 points and 0.002', () => {
    expect(failing(evaluation(12.3, 2, 0.0719))).toEqual([]);
  });

  it('names the values that differ more', () => {
    expect(failing(evaluation(12.31, 3, 0.0721))).toEqual([
      'predictions',
      'SRS_both(0.3)',
      'neurons over the corpus: monosemantic',
    ]);
  });

  it('fails if a value was not measured', () => {
    const found = evaluation(12.1, 0);
    expect(failing({ ...found, predictions: { ...found.predictions, srs: null } })).toEqual([
      'predictions after SRS(0.3)',
    ]);
    expect(failing({ ...found, srs: { ...found.srs, curve: [] } })).toHaveLength(3);
  });

  it('compares the agreement with the leaves within 0.0005, if the golden has it', () => {
    const leaves = {
      ...{ sentences: 1710, averagePrecision: 0.4237, precisionAt1: 0.3088 },
      ...{ randomAveragePrecision: 0.2958, randomPrecisionAt1: 0.1669 },
    };
    const values = (averagePrecision: number) => {
      const found = { ...evaluation(12.1, 0), rationales: { leaves: { ...leaves, averagePrecision } } };
      return agreementOf(found, { ...expected, leaves }).flatMap(({ value, ok }) => (ok ? [] : [value]));
    };
    expect(values(0.4242)).toEqual([]);
    expect(values(0.4243)).toEqual(['leaves: average precision']);
    const unmeasured = { ...evaluation(12.1, 0), rationales: {} };
    expect(agreementOf(unmeasured, { ...expected, leaves }).filter(({ ok }) => !ok)).toHaveLength(5);
    expect(agreementOf(unmeasured, expected).every(({ ok }) => ok)).toBe(true);
  });

  it('uses the fractions and θ of the golden and no random baseline', () => {
    expect(settingsOf(expected)).toEqual({
      fractions: [0.3],
      headline: 0.3,
      unit: 'word',
      randomSeeds: 0,
      theta: 0.4,
      sample: null,
    });
  });
});
