import * as z from 'zod';
import type { Vocabulary } from '../dataset/vocabulary.ts';
import type { ComparedNeuron } from './neuronDiff.ts';

const storedSchema = z.object({
  neurons: z.object({
    layers: z.array(
      z.object({
        corpus: z.object({
          neurons: z.array(
            z.object({
              label: z.enum(['dead', 'monosemantic', 'polysemantic']),
              words: z.array(z.tuple([z.int(), z.int()])),
            }),
          ),
        }),
      }),
    ),
  }),
});

const wordsShown = 3;

/** The neurons of each layer as a run's `evaluation` has them; null where there is none, or it is of another version. */
export function storedNeurons(evaluation: unknown, { words }: Vocabulary): ComparedNeuron[][] | null {
  const { data } = storedSchema.safeParse(evaluation);
  if (!data) return null;
  return data.neurons.layers.map(({ corpus }) =>
    corpus.neurons.map((neuron, index) => ({
      index,
      label: neuron.label,
      words: neuron.words.slice(0, wordsShown).map(([id]) => words[id] ?? '<UNK>'),
    })),
  );
}
