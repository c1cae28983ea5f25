import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { readVocabulary } from '../../../core/dataset/vocabulary.ts';
import { runFiles } from '../../../core/runs/runFiles.ts';
import { evaluationPath } from '../../../core/runs/evaluationFile.ts';
import type { CorpusLabel } from '../../../protocol/neurons.ts';

const label = z.enum(['dead', 'monosemantic', 'polysemantic']);

const neuronSchema = z.object({
  label,
  fires: z.int(),
  words: z.array(z.tuple([z.int(), z.int()])),
  top: z.object({ sentences: z.array(z.int()), positions: z.array(z.int()), values: z.array(z.number()) }),
  histogram: z.object({ range: z.number(), counts: z.array(z.number()) }),
  meanByClass: z.array(z.number().nullable()),
});
export type StoredNeuron = z.output<typeof neuronSchema>;

/** The neurons themselves are checked one by one, when asked for. */
const evaluationSchema = z.object({
  neurons: z.object({
    layers: z.array(z.object({ corpus: z.object({ neurons: z.array(z.looseObject({ label })) }) })),
  }),
});

/** The neurons of a run over the test split, as its evaluation has them. */
export interface EvaluatedNeurons {
  /** Of each layer. */
  readonly labels: readonly (readonly CorpusLabel[])[];
  /** undefined: no such neuron, or it is of another version. */
  neuron(layer: number, index: number): StoredNeuron | undefined;
  /** Of a word id. */
  word(id: number): string;
}

/** Reads evaluations as they are asked for; the last one is kept until its file changes. */
export class NeuronEvaluations {
  #last: { readonly key: string; readonly neurons: Promise<EvaluatedNeurons | null> } | undefined;

  /** The same object as long as the file does not change; null if there is no evaluation, or of another version. */
  async of(directory: string): Promise<EvaluatedNeurons | null> {
    const file = await stat(evaluationPath(directory, 'test')).catch(() => null);
    if (!file) return null;
    const key = [directory, file.mtimeMs, file.size].join('\n');
    if (this.#last?.key !== key) this.#last = { key, neurons: read(directory) };
    return this.#last.neurons;
  }
}

async function read(directory: string): Promise<EvaluatedNeurons | null> {
  const text = await readFile(evaluationPath(directory, 'test'), 'utf8').catch(() => 'null');
  const stored = evaluationSchema.safeParse(parsed(text)).data;
  if (!stored) return null;
  const layers = stored.neurons.layers.map(({ corpus }) => corpus.neurons);
  let words: readonly string[] | undefined;
  return {
    labels: layers.map((neurons) => neurons.map((neuron) => neuron.label)),
    neuron: (layer, index) => neuronSchema.safeParse(layers[layer]?.[index]).data,
    word: (id) => (words ??= readVocabulary(join(directory, runFiles.vocabulary)).words)[id] ?? '<UNK>',
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // it is being copied
  }
}
