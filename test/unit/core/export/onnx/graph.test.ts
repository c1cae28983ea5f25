import { expect, it } from 'vitest';
import { OnnxGraph } from '../../../../../src/core/export/onnx/graph.ts';
import { decodeModel } from './decodeMessage.ts';

it('writes inputs, constants, nodes, outputs and metadata', () => {
  const graph = new OnnxGraph();
  const x = graph.input('x', 'int64', ['batch', 3]);
  const table = graph.floats('table', [2, 1], Float32Array.of(1.5, -2));
  const axes = graph.integers('axes', [1, 2]);
  const zero = graph.integers('zero', 0);
  graph.node('y', 'Some', [x, table, axes], { axis: -1, epsilon: { float: 0.5 }, perm: [0, 1] });
  graph.nodeWithOutputs('Split', ['y'], ['a', 'b']);
  graph.output('a', 'float', ['batch']);
  const model = decodeModel(Buffer.concat(graph.encode({ classes: '["no"]' })));

  expect(model).toMatchObject({
    opset: 17,
    metadata: { classes: '["no"]' },
    inputs: [{ name: 'x', type: 7, sizes: ['batch', 3] }],
    outputs: [{ name: 'a', type: 1, sizes: ['batch'] }],
    nodes: [
      { operator: 'Some', inputs: ['x', 'table', 'axes'], outputs: ['y'], attributes: ['axis', 'epsilon', 'perm'] },
      { operator: 'Split', inputs: ['y'], outputs: ['a', 'b'], attributes: [] },
    ],
  });
  expect(model.initializers.map(({ name, shape }) => [name, shape])).toEqual([
    [table, [2, 1]],
    [axes, [2]],
    [zero, []],
  ]);
  const [floats, integers] = model.initializers.map(({ bytes }) => Uint8Array.from(bytes).buffer);
  expect([...new Float32Array(floats!)]).toEqual([1.5, -2]);
  expect([...new BigInt64Array(integers!)]).toEqual([1n, 2n]);
});
