import type { Evaluation } from '../evaluation/evaluation.ts';
import type { Expected } from './expected.ts';

/** A value of an evaluation and the expected value. `tolerance` is the largest allowed difference. */
export interface ValueAgreement {
  readonly value: string;
  readonly found: number;
  readonly expected: number;
  readonly tolerance: number;
  readonly ok: boolean;
}

/**
 * Rounding differences between devices can change values that are almost tied. Allowed are 2 of 1,000 predictions, shares of neurons by
 * 0.002, accuracy and SRS by 0.2 percentage points, and agreement with the leaves by 0.0005.
 */
const tolerances = { predictions: 0.002, points: 0.2, neurons: 0.002, leaves: 0.0005 };

/** Compares an evaluation that used `settingsOf(expected)` with the expected results. */
export function agreementOf(evaluation: Evaluation, expected: Expected): ValueAgreement[] {
  const { predictions, classification } = evaluation;
  const both = predictions.srs?.predicted ?? [];
  return [
    predictionAgreement('predictions', predictions.predicted, expected.predictions),
    predictionAgreement('predictions after SRS(0.3)', both, expected['predictions_srs_0.3']),
    valueAgreement('accuracy (%)', 100 * classification.accuracy, expected.accuracy, tolerances.points),
    ...srsAgreement(evaluation, expected),
    ...neuronAgreement(evaluation, expected),
    ...leavesAgreement(evaluation, expected),
  ];
}

function srsAgreement({ srs }: Evaluation, expected: Expected): ValueAgreement[] {
  return Object.entries(expected.srs).flatMap(([k, values]) => {
    const point = srs.curve.find((found) => found.k === Number(k));
    return (['imp', 'inter', 'both'] as const).map((kind) =>
      valueAgreement(`SRS_${kind}(${k})`, point?.[kind]?.srs ?? NaN, values[kind], tolerances.points),
    );
  });
}

function neuronAgreement({ neurons }: Evaluation, { neurons: expected }: Expected): ValueAgreement[] {
  const { perInput, corpus } = neurons;
  const pairs: readonly (readonly [string, number, number])[] = [
    ['neurons per input: unused', perInput.unused, expected.perInput.unused],
    ['neurons per input: monosemantic', perInput.monosemantic, expected.perInput.monosemantic],
    ['neurons per input: polysemantic', perInput.polysemantic, expected.perInput.polysemantic],
    ['neurons per token', perInput.neuronsPerToken, expected.perInput.neuronsPerToken],
    ['neurons over the corpus: dead', corpus.dead, expected.corpus.dead],
    ['neurons over the corpus: monosemantic', corpus.monosemantic, expected.corpus.monosemantic],
    ['neurons over the corpus: top word', corpus.meanTopWordShare, expected.corpus.meanTopTypeShare],
    ['token capacity', neurons.meanTokenCapacity, expected.meanTokenCapacity],
    ['keep probability', neurons.meanKeepProbability ?? NaN, expected.meanKeepProbability],
  ];
  return pairs.map(([value, found, golden]) => valueAgreement(value, found, golden, tolerances.neurons));
}

function leavesAgreement({ rationales }: Evaluation, { leaves: expected }: Expected): ValueAgreement[] {
  if (!expected) return [];
  const found = rationales.leaves;
  const pairs: readonly (readonly [string, number | undefined, number])[] = [
    ['sentences with leaves that are not neutral', found?.sentences, expected.sentences],
    ['leaves: average precision', found?.averagePrecision, expected.averagePrecision],
    ['leaves: precision@1', found?.precisionAt1, expected.precisionAt1],
    ['leaves: average precision, random order', found?.randomAveragePrecision, expected.randomAveragePrecision],
    ['leaves: precision@1, random order', found?.randomPrecisionAt1, expected.randomPrecisionAt1],
  ];
  return pairs.map(([value, here, golden]) => valueAgreement(value, here ?? NaN, golden, tolerances.leaves));
}

/** The share of equal predictions, expected to be 1; it is 0 for lists of different lengths. */
function predictionAgreement(value: string, found: readonly number[], expected: readonly number[]): ValueAgreement {
  const equal = expected.filter((prediction, i) => prediction === found[i]).length;
  const share = found.length === expected.length ? equal / expected.length : 0;
  return valueAgreement(value, share, 1, tolerances.predictions);
}

function valueAgreement(value: string, found: number, expected: number, tolerance: number): ValueAgreement {
  // 1e-9 allows for the rounding of both values to floats.
  return { value, found, expected, tolerance, ok: Math.abs(found - expected) <= tolerance + 1e-9 };
}
