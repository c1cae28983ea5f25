import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CorpusNeuron } from '../../../core/evaluation/corpusNeurons.ts';
import { readWords } from '../../../core/dataset/vocabulary.ts';
import { runFiles } from '../../../core/runs/runFiles.ts';
import { evaluationPath, readEvaluation } from '../../../core/runs/evaluationFile.ts';
import { featurePath, readFeatures } from '../../../core/runs/featureFiles.ts';
import type { CorpusLabel } from '../../../protocol/neurons.ts';

/** The neurons of a run over the test split as its evaluation has them, or the features of an autoencoder as that has them. */
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

  /** The same object as long as the file does not change; null if there is no evaluation, or of another version. `features`: an autoencoder. */
  async of(directory: string, features?: string): Promise<EvaluatedNeurons | null> {
    const path =
      features === undefined ? evaluationPath(directory, { split: 'test' }) : featurePath(directory, features, 'json');
    const file = await stat(path).catch(() => null);
    if (!file) return null;
    const key = [path, file.mtimeMs, file.size].join('\n');
    if (this.#last?.key !== key) this.#last = { key, neurons: read(directory, features) };
    return this.#last.neurons;
  }
}

async function read(directory: string, features: string | undefined): Promise<EvaluatedNeurons | null> {
  const layers = await layersOf(directory, features).catch(() => null); // a copy that is under way
  if (!layers) return null;
  let words: readonly string[] | undefined;
  return {
    labels: layers.map((neurons) => neurons.map((neuron) => neuron.label)),
    neuron: (layer, index) => layers[layer]?.[index],
    word: (id) => (words ??= readWords(join(directory, runFiles.vocabulary)))[id] ?? '<UNK>',
  };
}

async function layersOf(
  directory: string,
  features: string | undefined,
): Promise<readonly (readonly CorpusNeuron[])[] | null> {
  if (features !== undefined) return [readFeatures(directory, features).evaluation.corpus.neurons];
  const evaluation = await readEvaluation(directory);
  return evaluation && evaluation.neurons.layers.map(({ corpus }) => corpus.neurons);
}
