import type { Evaluation } from '../evaluation/evaluation.ts';
import type { Expected } from './expected.ts';

/** One value of an evaluation beside the expected one. `tolerance`: how far apart they may be; of an agreement, how much below 1. */
export interface ValueAgreement {
  readonly value: string;
  readonly found: number;
  readonly expected: number;
  readonly tolerance: number;
  readonly ok: boolean;
}

/** Float noise turns near-ties: of 1,000 predictions 2; a neuron's share by 0.002; accuracy and SRS by 0.2 points. */
const tolerances = { predictions: 0.002, points: 0.2, neurons: 0.002 };

/** Compares an evaluation under `settingsOf(expected)` with a golden's. */
export function agreementOf(evaluation: Evaluation, expected: Expected): ValueAgreement[] {
  const { predictions, classification } = evaluation;
  const both = predictions.srs?.predicted ?? [];
  return [
    agreeing('predictions', predictions.predicted, expected.predictions),
    agreeing('predictions after SRS(0.3)', both, expected['predictions_srs_0.3']),
    near('accuracy (%)', 100 * classification.accuracy, expected.accuracy, tolerances.points),
    ...srsAgreement(evaluation, expected),
    ...neuronAgreement(evaluation, expected),
  ];
}

function srsAgreement({ srs }: Evaluation, expected: Expected): ValueAgreement[] {
  return Object.entries(expected.srs).flatMap(([k, values]) => {
    const point = srs.curve.find((found) => found.k === Number(k));
    return (['imp', 'inter', 'both'] as const).map((kind) =>
      near(`SRS_${kind}(${k})`, point?.[kind]?.srs ?? NaN, values[kind], tolerances.points),
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
  return pairs.map(([value, found, golden]) => near(value, found, golden, tolerances.neurons));
}

/** Share of equal entries; lists of unlike length do not agree at all. */
function agreeing(value: string, found: readonly number[], expected: readonly number[]): ValueAgreement {
  const equal = expected.filter((prediction, i) => prediction === found[i]).length;
  const share = found.length === expected.length ? equal / expected.length : 0;
  return near(value, share, 1, tolerances.predictions);
}

function near(value: string, found: number, expected: number, tolerance: number): ValueAgreement {
  // Both were rounded to floats on their way here.
  return { value, found, expected, tolerance, ok: Math.abs(found - expected) <= tolerance + 1e-9 };
}
