import type { Model } from '../../model/model.ts';
import { layerNormEpsilon } from '../../model/forward.ts';
import type { ModelShape } from '../../model/modelShape.ts';

/** Whether `lastBlockChanges` holds: not for a pooler, whose activation follows the neurons. */
export const hasLastBlockChanges = ({ pretrained }: ModelShape) => pretrained === null;

/**
 * The change of the logits when a single neuron of the last block is set to 0, for each neuron: [neurons, classes]. It is exact, and uses
 * the buffers of the previous run of one text: the neurons are only followed by a linear layer, the residual norm, the mean over positions
 * and the classifier. With ã = the centred input of the norm at a position, w̃ = the centred weights of the neuron and h its activation there,
 * the norm's input without it is ã − h·w̃, and its variance ‖ã − h·w̃‖²/D follows from the products ã·w̃, ‖ã‖² and ‖w̃‖².
 */
export async function lastBlockChanges({ executor, shape }: Model): Promise<Float64Array> {
  const { width, feedForward, classes, layers } = shape;
  const block = `layers.${layers - 1}`;
  const middle = await executor.read(`${block}.middle`); // [rows, width]
  const fed = await executor.read(`${block}.fed`); // [rows, width]
  const hidden = await executor.read(`${block}.hidden`); // [rows, neurons]
  const rows = middle.length / width;
  const weights = await executor.read(`${block}.ff.linear2.weight`); // [width, neurons]
  const norm = neuronNorms(weights, width, feedForward);
  const directions = await classDirections({ executor, shape }, block); // [classes, width]
  const weightProducts = directions.map((voice) => neuronProducts(weights, centred(voice), feedForward)); // [classes, neurons]
  const changes = new Float64Array(feedForward * classes);
  for (let row = 0; row < rows; row++) {
    const at = row * width;
    const input = centred(Float64Array.from({ length: width }, (_, d) => middle[at + d]! + fed[at + d]!));
    const square = dot(input, input);
    const own = directions.map((voice) => dot(voice, input));
    const products = neuronProducts(weights, input, feedForward);
    const scale = 1 / Math.sqrt(square / width + layerNormEpsilon);
    for (let f = 0; f < feedForward; f++) {
      const h = hidden[row * feedForward + f]!;
      if (h === 0) continue;
      const newSquare = square - 2 * h * products[f]! + h * h * norm[f]!;
      const newScale = 1 / Math.sqrt(newSquare / width + layerNormEpsilon);
      for (let c = 0; c < classes; c++)
        changes[f * classes + c]! += ((own[c]! - h * weightProducts[c]![f]!) * newScale - own[c]! * scale) / rows;
    }
  }
  return changes;
}

/** The direction in the norm's output before gamma that each class's logit measures: its classifier weights times gamma. */
async function classDirections(
  { executor, shape: { width, classes } }: Pick<Model, 'executor' | 'shape'>,
  block: string,
) {
  const gamma = await executor.read(`${block}.norm2.weight`);
  const classifier = await executor.read('fc.weight'); // [classes, width]
  return Array.from({ length: classes }, (_, c) => gamma.map((g, d) => g * classifier[c * width + d]!));
}

/** Σ over d of x[d] · weights[d, f] for each neuron f; for centred x it is the same as with the centred weights. */
function neuronProducts(weights: Float32Array, x: ArrayLike<number>, neurons: number): Float64Array {
  const sums = new Float64Array(neurons);
  for (let d = 0, at = 0; d < x.length; d++) {
    const factor = x[d]!;
    for (let f = 0; f < neurons; f++, at++) sums[f]! += factor * weights[at]!;
  }
  return sums;
}

/** ‖w̃‖² of each neuron. */
function neuronNorms(weights: Float32Array, width: number, neurons: number): Float64Array {
  const means = neuronProducts(weights, new Float64Array(width).fill(1 / width), neurons);
  const norms = new Float64Array(neurons);
  for (let at = 0; at < weights.length; at++) norms[at % neurons]! += (weights[at]! - means[at % neurons]!) ** 2;
  return norms;
}

function centred(x: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(x);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
