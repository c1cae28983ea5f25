import type { Padding } from '../../model/batch.ts';
import { layerNormEpsilon } from '../../model/forward.ts';
import { positionTable } from '../../model/loadModel.ts';
import { specialIds } from '../../model/specialTokens.ts';
import type { ModelShape } from '../../model/modelShape.ts';
import { thresholdOf, type Parameters } from '../../model/parameters.ts';
import { maskedEmbedding } from '../maskedEmbedding.ts';
import { activation, zeroBelow } from './activation.ts';
import { dataTypes, OnnxGraph } from './graph.ts';
import { attention, layerNorm, linear } from './layers.ts';

/** Added to the attention logits of keys that do not count: their weight is then 0 exactly. */
const excludedBias = -1e9;

interface Inputs {
  /** [batch, length] */
  readonly ids: string;
  /** [batch, length], float: 1 for tokens, 0 for padding. */
  readonly weights: string;
}

/**
 * A trained model as an ONNX graph from `input_ids` and `attention_mask` (int64 [batch, length]) to `logits` [batch, classes]; with
 * several segments also from `token_type_ids`. The mask is in its embedding table (`maskedEmbedding`). Tokens come before padding, whose
 * id is that of <PAD>. With `padding: "max"` the graph pads or cuts every text to `maxLength` itself, as the model was trained.
 */
export function classifierGraph(shape: ModelShape, parameters: Parameters, padding: Padding): OnnxGraph {
  const graph = new OnnxGraph();
  const isPadded = padding.padding === 'max';
  const frame = padding.padding === 'none' ? padding.frame : undefined;
  const words = maskedEmbedding(shape, parameters, frame && specialIds(frame));
  const inputs = modelInputs(graph, shape, isPadded);
  const keyBias = attentionBias(graph, inputs.weights);
  let x = embeddings(graph, shape, parameters, words, inputs);
  for (let layer = 0; layer < shape.layers; layer++) x = block(graph, shape, parameters, layer, x, keyBias);
  const pooled = shape.pretrained
    ? pooledFirst(graph, shape, parameters, x)
    : pooledMean(graph, x, isPadded ? null : inputs.weights);
  graph.node('logits', 'Identity', [linear(graph, parameters, 'fc', pooled, shape.width, shape.classes)]);
  graph.output('logits', 'float', ['batch', shape.classes]);
  return graph;
}

function modelInputs(graph: OnnxGraph, { maxLength }: ModelShape, isPadded: boolean): Inputs {
  let ids = graph.input('input_ids', 'int64', ['batch', 'length']);
  let mask = graph.input('attention_mask', 'int64', ['batch', 'length']);
  if (isPadded) {
    const missing = graph.node('padding.length', 'Sub', [
      graph.integers('maxLength', [maxLength]),
      lengthOf(graph, ids),
    ]);
    const none = graph.integers('padding.none', [0, 0, 0]);
    const pads = graph.node('padding', 'Concat', [none, missing], { axis: 0 }); // before and after both axes
    ids = graph.node('input_ids.padded', 'Pad', [ids, pads]);
    mask = graph.node('attention_mask.padded', 'Pad', [mask, pads]);
  }
  return { ids, weights: graph.node('attention_mask.float', 'Cast', [mask], { to: dataTypes.float }) };
}

/** [1]: the length of texts [batch, length]. */
function lengthOf(graph: OnnxGraph, ids: string): string {
  return graph.node(`${ids}.length`, 'Shape', [ids], { start: 1, end: 2 });
}

/** [batch, 1, 1, length] of weights [batch, length]. */
function attentionBias(graph: OnnxGraph, weights: string): string {
  const one = graph.floats('one', [], Float32Array.of(1));
  const excluded = graph.node('attention_mask.excluded', 'Sub', [one, weights]);
  const factor = graph.floats('attention_mask.factor', [], Float32Array.of(excludedBias));
  const bias = graph.node('attention_mask.rows', 'Mul', [excluded, factor]);
  return graph.node('attention_mask.bias', 'Unsqueeze', [bias, graph.integers('attention_mask.axes', [1, 2])]);
}

/** The input of the first block, [batch, length, width]. */
function embeddings(
  graph: OnnxGraph,
  shape: ModelShape,
  parameters: Parameters,
  words: Float32Array,
  { ids }: Inputs,
): string {
  const { vocabulary, width, maxLength, pretrained } = shape;
  const table = graph.floats('embedding.weight', [vocabulary, width], words);
  const positionRows = pretrained
    ? graph.floats('positions.weight', [pretrained.positions, width], parameters.get('positions.weight')!)
    : graph.floats('positions.weight', [maxLength, width], positionTable(maxLength, width));
  const bounds = [graph.integers('positions.start', [0]), lengthOf(graph, ids)];
  const positions = graph.node('positions', 'Slice', [positionRows, ...bounds, graph.integers('positions.axes', [0])]);
  const sum = graph.node('embedding', 'Add', [graph.node('words', 'Gather', [table, ids]), positions]);
  if (!pretrained) return sum;
  const whole = pretrained.segments > 0 ? withSegments(graph, pretrained.segments, width, parameters, sum) : sum;
  return layerNorm(graph, parameters, 'embeddingNorm', whole, width, pretrained.epsilon);
}

/** x plus the embedding of each token's segment; one segment needs no input. */
function withSegments(graph: OnnxGraph, segments: number, width: number, parameters: Parameters, x: string): string {
  const table = graph.floats('segments.weight', [segments, width], parameters.get('segments.weight')!);
  if (segments === 1) return graph.node('embedding.segments', 'Add', [x, table]);
  const ids = graph.input('token_type_ids', 'int64', ['batch', 'length']);
  return graph.node('embedding.segments', 'Add', [x, graph.node('segments', 'Gather', [table, ids])]);
}

/** A post-norm encoder block on x [batch, length, width]. */
function block(
  graph: OnnxGraph,
  { width, heads, feedForward, activeNeurons, pretrained }: ModelShape,
  parameters: Parameters,
  layer: number,
  x: string,
  keyBias: string,
): string {
  const of = (part: string) => `layers.${layer}.${part}`;
  const epsilon = pretrained?.epsilon ?? layerNormEpsilon;
  const residualNorm = (norm: string, input: string, branch: string) =>
    layerNorm(graph, parameters, norm, graph.node(`${norm}.input`, 'Add', [input, branch]), width, epsilon);

  const qkv = linear(graph, parameters, of('attention.qkv'), x, width, 3 * width);
  const context = attention(graph, of('attention'), { qkv, keyBias, heads, width });
  const attended = linear(graph, parameters, of('attention.out'), context, width, width);
  const middle = residualNorm(of('norm1'), x, attended);
  const preactivation = linear(graph, parameters, of('ff.linear1'), middle, width, feedForward);
  const active = activation(graph, of('ff'), pretrained?.activation ?? 'relu', preactivation);
  const hidden =
    activeNeurons === undefined ? active : zeroBelow(graph, of('ff'), parameters.get(thresholdOf(layer))!, active);
  const fed = linear(graph, parameters, of('ff.linear2'), hidden, feedForward, width);
  return residualNorm(of('norm2'), middle, fed);
}

/** [batch, width]: the mean over all rows, or over those that `weights` [batch, length] counts. */
function pooledMean(graph: OnnxGraph, x: string, weights: string | null): string {
  if (weights === null) return graph.node('pooled', 'ReduceMean', [x], { axes: [1], keepdims: 0 });
  const rowAxis = graph.integers('pooled.rowAxis', [1]);
  const columns = graph.node('pooled.weights', 'Unsqueeze', [weights, graph.integers('pooled.columnAxis', [2])]);
  const counted = graph.node('pooled.counted', 'Mul', [x, columns]);
  const sum = graph.node('pooled.sum', 'ReduceSum', [counted, rowAxis], { keepdims: 0 });
  return graph.node('pooled', 'Div', [
    sum,
    graph.node('pooled.count', 'ReduceSum', [columns, rowAxis], { keepdims: 0 }),
  ]);
}

/** [batch, width]: the pooler of a pretrained encoder on the first token. */
function pooledFirst(graph: OnnxGraph, { width, pretrained }: ModelShape, parameters: Parameters, x: string): string {
  const first = graph.node('pooled.first', 'Gather', [x, graph.integers('pooled.index', 0)], { axis: 1 });
  const operator = pretrained!.head === 'tanh' ? 'Tanh' : 'Relu';
  return graph.node('pooled', operator, [linear(graph, parameters, 'pooler', first, width, width)]);
}
