import { explainedText } from '../../core/evaluation/explanation/explainedText.ts';
import type { ExplainedNeuron, Explanation } from '../../../../src/protocol/neurons.ts';

/** An explanation of a text of two classes: each word has neuron 2, the first one also neuron 0. */
export function explained(words: string): Explanation {
  const text = explainedText(
    words
      .split(' ')
      .map((word) => ({ text: word, id: 2, start: 0, end: word.length, known: word !== 'zebra', keep: 0.5 })),
  );
  const { tokens } = text;
  const shared: ExplainedNeuron = {
    ...{ layer: 0, index: 2, activation: 3 },
    label: 'polysemantic',
    tokens: tokens.map((_, token) => ({ token, activation: 3 - token })),
  };
  const own: ExplainedNeuron = {
    ...{ layer: 0, index: 0, activation: 1 },
    label: 'monosemantic',
    tokens: [{ token: 0, activation: 1 }],
  };
  return {
    predicted: 'good',
    probabilities: [
      { class: 'bad', probability: 0.25 },
      { class: 'good', probability: 0.75 },
    ],
    logits: [0, Math.log(3)],
    ...text,
    unread: 0,
    pairs: [],
    neurons: [shared, own],
    counts: { unused: 1, monosemantic: 1, polysemantic: 1 },
  };
}
