import { embeddingScale } from '../model/forward.ts';
import type { ModelShape } from '../model/modelShape.ts';
import type { Parameters } from '../model/parameters.ts';

/**
 * The embedding table [vocabulary, width] with the mask in it: each row times its scale and the keep probability of its word type. At
 * evaluation the mask is this factor and nothing else, so a model with this table needs no mask. `special`: ids of the special tokens of
 * a pretrained encoder, which are always kept.
 */
export function maskedEmbedding(
  shape: ModelShape,
  parameters: Parameters,
  special: ReadonlySet<number> = new Set(),
): Float32Array {
  const { vocabulary, width, maskHidden } = shape;
  const scale = embeddingScale(shape);
  const table = parameters.get('embedding.weight')!.map((value) => value * scale);
  if (maskHidden === null) return table;
  for (let type = 0; type < vocabulary; type++) {
    if (special.has(type)) continue;
    const row = table.subarray(type * width, (type + 1) * width);
    const keep = keepProbability(row, maskHidden, parameters);
    for (let column = 0; column < width; column++) row[column]! *= keep;
  }
  return table;
}

/** VMASK of one word type: the softmax of two logits, drop and keep, of a tanh layer on its scaled embedding. */
function keepProbability(embedding: Float32Array, hiddenWidth: number, parameters: Parameters): number {
  const value = (name: string, index: number) => parameters.get(`vmask.${name}`)![index]!;
  const weight = parameters.get('vmask.linear_layer.weight')!;
  const width = embedding.length;
  let keepMinusDrop = value('hidden2p.bias', 1) - value('hidden2p.bias', 0);
  for (let unit = 0; unit < hiddenWidth; unit++) {
    let sum = value('linear_layer.bias', unit);
    for (let column = 0; column < width; column++) sum += weight[unit * width + column]! * embedding[column]!;
    const difference = value('hidden2p.weight', hiddenWidth + unit) - value('hidden2p.weight', unit);
    keepMinusDrop += Math.tanh(sum) * difference;
  }
  return 1 / (1 + Math.exp(-keepMinusDrop));
}
