import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CorpusNeuron } from '../../../core/evaluation/corpusNeurons.ts';
import { readWords } from '../../../core/dataset/vocabulary.ts';
import { runFiles } from '../../../core/runs/runFiles.ts';
import { evaluationPath, readEvaluation } from '../../../core/runs/evaluationFile.ts';
import type { CorpusLabel } from '../../../protocol/neurons.ts';

/** The neurons of a run over the test split, as its evaluation has them. */
export interface EvaluatedNeurons {
  /** Of each layer. */
  readonly labels: readonly (readonly CorpusLabel[])[];
  /** undefined: no such neuron. */
  neuron(layer: number, index: number): CorpusNeuron | undefined;
  /** Of a word id. */
  word(id: number): string;
}

/** Reads evaluations as they are asked for; the last one is kept until its file changes. */
export class NeuronEvaluations {
  #last: { readonly key: string; readonly neurons: Promise<EvaluatedNeurons | null> } | undefined;

  /** The same object as long as the file does not change; null if there is no evaluation, or of another version. */
  async of(directory: string): Promise<EvaluatedNeurons | null> {
    const file = await stat(evaluationPath(directory, { split: 'test' })).catch(() => null);
    if (!file) return null;
    const key = [directory, file.mtimeMs, file.size].join('\n');
    if (this.#last?.key !== key) this.#last = { key, neurons: read(directory) };
    return this.#last.neurons;
  }
}

async function read(directory: string): Promise<EvaluatedNeurons | null> {
  const evaluation = await readEvaluation(directory).catch(() => null); // a copy that is under way
  if (!evaluation) return null;
  const layers = evaluation.neurons.layers.map(({ corpus }) => corpus.neurons);
  let words: readonly string[] | undefined;
  return {
    labels: layers.map((neurons) => neurons.map((neuron) => neuron.label)),
    neuron: (layer, index) => layers[layer]?.[index],
    word: (id) => (words ??= readWords(join(directory, runFiles.vocabulary)))[id] ?? '<UNK>',
  };
}
