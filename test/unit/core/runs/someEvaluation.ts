import { classification } from '../../../../src/core/evaluation/classification.ts';
import type { CorpusNeuron } from '../../../../src/core/evaluation/corpusNeurons.ts';
import type { StoredEvaluation } from '../../../../src/core/runs/evaluationFile.ts';

const value = (srs: number, random: number) => ({ srs, random: { mean: random, deviation: 0.5 } });
const spread = (mean: number) => ({ mean, deviation: 0.5 });
const neuron: CorpusNeuron = {
  label: 'monosemantic',
  fires: 3,
  words: [[2, 2]],
  top: { sentences: [1], positions: [0], values: [0.5] },
  histogram: { range: 1, counts: [3] },
  meanByClass: [0.1, null],
  purity: { share: 0.6, word: 2 },
};
const perInput = { unused: 0.5, monosemantic: 0.2, polysemantic: 0.3, monosemanticShare: 0.4, neuronsPerToken: 2 };
const corpus = { dead: 0.1, monosemantic: 0.3, polysemantic: 0.6, meanTopWordShare: 0.7, purity: 0.45 };
const ranking = {
  sentences: 4,
  averagePrecision: 0.9,
  randomAveragePrecision: 0.3,
  precisionAt1: 1,
};
/** Against a rationale. */
export const rationale = {
  ...{ ...ranking, share: 0.25, randomPrecisionAt1: 0.2, f1: 0.7, iouF1: 0.4, randomIouF1: 0.1 },
  halfWidths: { averagePrecision: 0.05, precisionAt1: null, f1: 0.06, iouF1: 0.07 },
};

/** An evaluation on four texts in which every part was measured but the rivals; `parts` replace its own. */
export function someEvaluation(parts: Partial<StoredEvaluation> = {}): StoredEvaluation {
  const labels = [0, 0, 0, 1];
  const predicted = [0, 0, 1, 1];
  return {
    split: 'test',
    device: 'a device',
    sentences: 4,
    classification: classification(labels, predicted, ['no', 'yes']),
    srs: {
      ...{ sentences: 4, accuracy: 0.75, headline: 0.3, randomSeeds: 3 },
      curve: [
        { k: 0, imp: value(0, 0), inter: value(0, 0), both: value(0, 0) },
        { k: 0.3, imp: value(10, 1), inter: value(-1, 2), both: value(12.5, 4) },
      ],
    },
    eraser: { fractions: [0.3], comprehensiveness: [0.2], sufficiency: [0.1], aopc_compr: 0.2, aopc_suff: 0.1 },
    neurons: {
      ...{ theta: 0.5, perInput, corpus, meanTokenCapacity: 0.8, meanKeepProbability: 0.6 },
      layers: [{ perInput, corpus: { ...corpus, neurons: [neuron] } }],
    },
    causal: {
      ...{ sentences: 4, margin: 1.5 },
      monosemantic: {
        ...{ neurons: 12, margin: -0.25, flips: 0.5, accuracy: -25 },
        random: { margin: spread(-0.1), flips: spread(0.125), accuracy: spread(2.5) },
      },
      polysemantic: {
        ...{ neurons: 30, margin: -1, flips: 0.25, accuracy: 5 },
        random: { margin: spread(-0.3), flips: spread(0.25), accuracy: spread(-1.5) },
      },
    },
    rationales: { planted: rationale, leaves: rationale, carton: rationale, rationale },
    planted: {
      pairs: { ...ranking, averagePrecision: 0.8 },
      keep: { planted: 0.9, distractors: 0.5, others: 0.3 },
      owners: { words: 8, owned: 4, share: 0.5 },
    },
    predictions: { labels, predicted, probabilities: [0.9, 0.6, 0.8, 0.9], srs: null },
    ...parts,
  };
}

/** The same without a mask: no keep probabilities, so no ranking of tokens. */
export function maskless(evaluation = someEvaluation()): StoredEvaluation {
  const curve = evaluation.srs.curve.map((point) => ({ ...point, imp: null, both: null }));
  return { ...evaluation, srs: { ...evaluation.srs, curve }, eraser: null, rationales: {} };
}

/** Its main figures: accuracy, SRS(0.3) and its random removal in points (null: no mask, no seeds), monosemantic share. */
export function evaluationWith(
  accuracy: number,
  srs: number | null,
  random: number | null,
  monosemanticShare: number | null,
): StoredEvaluation {
  const { classification: classes, srs: report, neurons } = someEvaluation();
  const valueOf = (cost: number) => ({ srs: cost, random: random === null ? null : { mean: random, deviation: null } });
  const both = srs === null ? null : valueOf(srs);
  return someEvaluation({
    classification: { ...classes, accuracy },
    srs: { ...report, curve: [{ k: 0.3, imp: both, inter: valueOf(2), both }] },
    neurons: { ...neurons, perInput: { ...neurons.perInput, monosemanticShare } },
    rationales: {},
    planted: null,
  });
}

/** As an earlier version would have stored it: without these parts. */
export function without<K extends 'causal' | 'planted' | 'rationales' | 'rivals'>(
  evaluation: StoredEvaluation,
  ...parts: readonly K[]
): Omit<StoredEvaluation, K> {
  const kept = Object.entries(evaluation).filter(([name]) => !(parts as readonly string[]).includes(name));
  return Object.fromEntries(kept) as Omit<StoredEvaluation, K>;
}
