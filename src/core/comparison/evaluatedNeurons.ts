import type { Evaluation } from '../evaluation/evaluation.ts';
import type { ComparedNeuron } from './neuronDiff.ts';

const maxWords = 3;

/** The neurons of each layer with the words that activate them most. */
export function evaluatedNeurons({ neurons }: Evaluation, words: readonly string[]): ComparedNeuron[][] {
  return neurons.layers.map(({ corpus }) =>
    corpus.neurons.map((neuron, index) => ({
      index,
      label: neuron.label,
      words: neuron.words.slice(0, maxWords).map(([id]) => words[id] ?? '<UNK>'),
    })),
  );
}
