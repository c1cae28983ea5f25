import type { FeatureEvaluation } from '../../../../../src/core/evaluation/features/measureFeatures.ts';

const loss = { margin: -0.5, flips: 0.25, accuracy: -2 };
const neuron = {
  ...{ fires: 0, words: [], meanByClass: [null, null], purity: null },
  top: { sentences: [], positions: [], values: [] },
  histogram: { range: 1, counts: [] },
};

/** Two features, one of them dead. */
export const someFeatures: FeatureEvaluation = {
  ...{ sentences: 4, theta: 0.5, activePerToken: 1.25, unexplained: 0.125, accuracy: 0.75, reconstruction: loss },
  perInput: { unused: 0.5, monosemantic: 0.25, polysemantic: 0.25, monosemanticShare: 0.5, neuronsPerToken: 1 },
  corpus: {
    ...{ dead: 0.5, monosemantic: 0.5, polysemantic: 0, meanTopWordShare: 0.8, purity: 0.6 },
    neurons: [
      { ...neuron, label: 'dead' },
      { ...neuron, label: 'monosemantic', fires: 3, words: [[2, 3]] },
    ],
  },
  causal: {
    ...{ sentences: 4, margin: 2 },
    monosemantic: {
      ...{ neurons: 1, ...loss },
      random: {
        margin: { mean: -0.1, deviation: 0.2 },
        flips: { mean: 0, deviation: 0 },
        accuracy: { mean: -1, deviation: 0.5 },
      },
    },
    polysemantic: null,
  },
};
