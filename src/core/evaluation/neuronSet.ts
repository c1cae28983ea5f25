import type { Sentence } from '../model/batch.ts';
import { neuronScale } from '../model/forward.ts';
import { runBatch, type Model } from '../model/model.ts';
import { randomNeurons } from './randomRanking.ts';

/** Feed-forward neurons: their numbers for each layer. */
export type NeuronSet = readonly (readonly number[])[];

export function sizeOf(neurons: NeuronSet): number {
  return neurons.reduce((sum, layer) => sum + layer.length, 0);
}

/** Draws as many neurons per layer as `neurons` has, at random from `among`; the result depends on the seed only. */
export function randomLike(neurons: NeuronSet, among: NeuronSet, seed: number): NeuronSet {
  return neurons.map((layer, l) => randomNeurons(seed, l, among[l]!, layer.length));
}

/** Logits of the sentences of a batch, [sentences, classes], with the neurons `off[b]` of sentence b set to 0 at every position. */
export async function logitsWithout(
  model: Model,
  sentences: readonly Sentence[],
  off: readonly NeuronSet[],
): Promise<Float32Array> {
  const { layers, feedForward } = model.shape;
  const scales: Record<string, Float32Array> = {};
  for (let layer = 0; layer < layers; layer++) {
    const scale = new Float32Array(sentences.length * feedForward).fill(1);
    off.forEach((neurons, b) => neurons[layer]!.forEach((f) => (scale[b * feedForward + f] = 0)));
    scales[neuronScale(layer)] = scale;
  }
  await runBatch(model, 'predictScaled', sentences, () => scales);
  return model.executor.read('logits');
}

/** [sentences, classes], sentence by sentence. */
export function perSentence(logits: Float32Array, classes: number): Float32Array[] {
  return Array.from({ length: logits.length / classes }, (_, b) => logits.subarray(b * classes, (b + 1) * classes));
}

/** The margin of a class: its logit minus the largest other one. */
export function marginOf(logits: Float32Array, predicted: number): number {
  return logits[predicted]! - Math.max(...logits.filter((_, c) => c !== predicted));
}
