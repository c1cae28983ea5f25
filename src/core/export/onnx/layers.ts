/** Layers of a transformer as nodes of a graph; names of parameters are those of `parameterSpecs`. */
import type { Parameters } from '../../model/parameters.ts';
import type { OnnxGraph } from './graph.ts';

/** y = x·Wᵀ + b over the last axis, `width` to `outputs`. */
export function linear(
  graph: OnnxGraph,
  parameters: Parameters,
  layer: string,
  x: string,
  width: number,
  outputs: number,
): string {
  const weight = transposed(parameters.get(`${layer}.weight`)!, outputs, width);
  const product = graph.node(`${layer}.product`, 'MatMul', [
    x,
    graph.floats(`${layer}.weight`, [width, outputs], weight),
  ]);
  const bias = graph.floats(`${layer}.bias`, [outputs], parameters.get(`${layer}.bias`)!);
  return graph.node(`${layer}.output`, 'Add', [product, bias]);
}

/** The layer norm of x over its last axis. */
export function layerNorm(
  graph: OnnxGraph,
  parameters: Parameters,
  norm: string,
  x: string,
  width: number,
  epsilon: number,
): string {
  const [gamma, beta] = ['weight', 'bias'].map((part) =>
    graph.floats(`${norm}.${part}`, [width], parameters.get(`${norm}.${part}`)!),
  );
  const attributes = { axis: -1, epsilon: { float: epsilon } };
  return graph.node(`${norm}.output`, 'LayerNormalization', [x, gamma!, beta!], attributes);
}

export interface AttentionInputs {
  /** Queries, keys and values side by side: [batch, length, 3·width]. */
  readonly qkv: string;
  /** Added to the logits: 0 for keys that count, a large negative number for others. [batch, 1, 1, length]. */
  readonly keyBias: string;
  readonly heads: number;
  readonly width: number;
}

/** Multi-head attention, [batch, length, width], without its output layer. `name` begins the names of its nodes. */
export function attention(graph: OnnxGraph, name: string, { qkv, keyBias, heads, width }: AttentionInputs): string {
  const of = (part: string) => `${name}.${part}`;
  const parts = ['query', 'key', 'value'].map(of) as [string, string, string];
  graph.nodeWithOutputs('Split', [qkv], parts, { axis: -1 });
  const headShape = graph.integers(of('headShape'), [0, 0, heads, width / heads]); // 0: as it is
  const [query, key, value] = parts.map((part, i) => {
    const rows = graph.node(`${part}.rows`, 'Reshape', [part, headShape]);
    return graph.node(`${part}.heads`, 'Transpose', [rows], { perm: i === 1 ? [0, 2, 3, 1] : [0, 2, 1, 3] });
  }) as [string, string, string];
  const scale = graph.floats(of('scale'), [], Float32Array.of(Math.sqrt(heads / width)));
  const scaled = graph.node(of('query.scaled'), 'Mul', [query, scale]);
  const logits = graph.node(of('logits'), 'Add', [graph.node(of('products'), 'MatMul', [scaled, key]), keyBias]);
  const weights = graph.node(of('weights'), 'Softmax', [logits], { axis: -1 });
  const sums = graph.node(of('sums'), 'MatMul', [weights, value]);
  const rows = graph.node(of('sums.rows'), 'Transpose', [sums], { perm: [0, 2, 1, 3] });
  return graph.node(of('context'), 'Reshape', [rows, graph.integers(of('rowShape'), [0, 0, width])]);
}

/** [columns, rows] of [rows, columns]. */
function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) result[column * rows + row] = values[row * columns + column]!;
  }
  return result;
}
