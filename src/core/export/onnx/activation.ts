import type { PretrainedShape } from '../../model/modelShape.ts';
import type { OnnxGraph } from './graph.ts';

/** The activation of a feed-forward network. `name` begins the names of its nodes. */
export function activation(graph: OnnxGraph, name: string, kind: PretrainedShape['activation'], x: string): string {
  switch (kind) {
    case 'relu':
      return graph.node(`${name}.relu`, 'Relu', [x]);
    case 'gelu':
      return gelu(graph, name, x, graph.node(`${name}.erf`, 'Erf', [scaled(graph, `${name}.root`, x, Math.SQRT1_2)]));
    case 'geluTanh':
      return gelu(graph, name, x, graph.node(`${name}.tanh`, 'Tanh', [tanhArgument(graph, name, x)]));
  }
}

/** x where it reaches the threshold, else 0: BatchTopK in predictions. */
export function zeroBelow(graph: OnnxGraph, name: string, threshold: Float32Array, x: string): string {
  const isBelow = graph.node(`${name}.isBelow`, 'Less', [x, graph.floats(`${name}.threshold`, [], threshold)]);
  return graph.node(`${name}.kept`, 'Where', [isBelow, graph.floats(`${name}.zero`, [], Float32Array.of(0)), x]);
}

/** ½·x·(1 + s), where s in (−1, 1) is 2·Φ(x) − 1 or its approximation. */
function gelu(graph: OnnxGraph, name: string, x: string, s: string): string {
  const one = graph.floats(`${name}.one`, [], Float32Array.of(1));
  const half = scaled(graph, `${name}.half`, x, 0.5);
  return graph.node(`${name}.gelu`, 'Mul', [half, graph.node(`${name}.share`, 'Add', [s, one])]);
}

/** √(2/π)·(x + 0.044715·x³) (Hendrycks and Gimpel 2016). */
function tanhArgument(graph: OnnxGraph, name: string, x: string): string {
  const square = graph.node(`${name}.square`, 'Mul', [x, x]);
  const cube = scaled(graph, `${name}.cube`, graph.node(`${name}.x3`, 'Mul', [square, x]), 0.044715);
  return scaled(graph, `${name}.argument`, graph.node(`${name}.sum`, 'Add', [x, cube]), Math.sqrt(2 / Math.PI));
}

function scaled(graph: OnnxGraph, name: string, x: string, factor: number): string {
  return graph.node(name, 'Mul', [x, graph.floats(`${name}.factor`, [], Float32Array.of(factor))]);
}
