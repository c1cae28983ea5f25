import type { Activation, Linear, LinearBackward } from '../../operations/linear.ts';
import type { Size } from '../../operations/size.ts';
import type { LoweringContext } from '../context.ts';
import { call, makeKernel, variants, type BatchShape, type Call } from '../kernel.ts';
import { math } from './math.ts';
import { blockCount, blocksOf, product, putQuad, quadOf, quadsOf, type Quads } from './product.ts';
import { elementGroups, elementPlace, elementThreads } from './rows.ts';
import { columnSums, maxSplits, partsScratch, splitDeclaration, splitScratch, splitsOf, splitSum } from './sums.ts';
import { chooseTile, tiled } from './tile.ts';

const constants = { ins: 'u32', outs: 'u32' } as const;

const activate: Readonly<Record<Activation, string>> = {
  none: '',
  relu: 'value = max(value, vec4f());',
  tanh: 'value = vec4f(tanhOf(value.x), tanhOf(value.y), tanhOf(value.z), tanhOf(value.w));',
};

/** y[rows, out] = activation(x[rows, in] · weight[out, in]ᵀ + bias) */
export function linear(o: Linear, context: LoweringContext): Call[] {
  const [outs, ins] = [context.dim(o.weight, 0), context.dim(o.weight, 1)];
  const rows = o.rows;
  const tile = (shape: BatchShape) => chooseTile(context.tiles, shape[rows], outs);
  return [
    call((shape) => linearKernel(tile(shape), rows, quadsOf(ins), quadsOf(outs), o.activation), {
      buffers: { x: o.x, weight: o.weight, bias: o.bias, y: o.y },
      constants: { ins, outs },
      groups: (shape) => blocksOf(tile(shape), shape[rows], outs),
    }),
  ];
}

const linearKernel = tiled((tile, rows: Size, inQuads: Quads, outQuads: Quads, activation: Activation) =>
  product(tile, {
    name: 'linear',
    buffers: {
      x: `read ${inQuads}`,
      weight: `read ${inQuads}`,
      bias: 'read f32',
      y: `write ${outQuads}`,
    },
    constants,
    declarations: `${math}\n${quadOf('x', inQuads)}\n${quadOf('weight', inQuads)}\n${putQuad('y', outQuads)}
fn finish(row: u32, column: u32, sum: vec4f) {
  let last = constants.outs - 1u;
  var value = sum + vec4f(bias[column], bias[min(column + 1u, last)], bias[min(column + 2u, last)], bias[min(column + 3u, last)]);
  ${activate[activation]}
  yPut(row * constants.outs + column, column, constants.outs, value);
}`,
    setup: `let rows = run.${rows}; let columns = constants.outs; let block = group;
  if (block >= ${blockCount(tile, 'rows', 'columns')}) { return; }`,
    sums: [
      {
        left: {
          contiguous: 'depth',
          quad: (row, step) => `xQuad(${row}, ${step}, run.${rows}, constants.ins, 0u, constants.ins)`,
        },
        right: {
          contiguous: 'depth',
          quad: (column, step) => `weightQuad(${column}, ${step}, constants.outs, constants.ins, 0u, constants.ins)`,
        },
        end: 'constants.ins',
      },
    ],
    store: 'finish(row, column, value);',
  }),
);

/** dWeight = dYᵀ·x, dBias = column sums of dY, dX (+)= dY·weight, whichever are asked for. */
export function linearBackward(o: LinearBackward, context: LoweringContext): Call[] {
  const [outs, ins] = [context.dim(o.weight, 0), context.dim(o.weight, 1)];
  const rows = o.rows;
  return [
    ...activationBackward(o, outs, rows),
    ...(o.dBias === undefined
      ? []
      : columnSums({ size: rows, width: outs, buffers: { a: o.dY, b: o.dY }, summed: 'a', out: o.dBias })),
    ...(o.dWeight === undefined ? [] : weightGradient({ ...o, dWeight: o.dWeight }, outs, ins, rows, context)),
    ...(o.dX ? [inputGradient(o, o.dX, outs, ins, rows, context)] : []),
  ];
}

/** dY becomes the gradient before the activation. */
function activationBackward({ activation, y, dY }: LinearBackward, outs: number, rows: Size): Call[] {
  if (activation === 'none') return [];
  const kernel = activationKernel(activation, rows);
  return [
    call(kernel, {
      buffers: { y, dY },
      constants: { outs },
      groups: (shape) => elementGroups(shape[rows] * outs),
    }),
  ];
}

const activationKernel = variants((activation: Activation, rows: Size) =>
  makeKernel({
    name: `linearBackward, ${activation}`,
    buffers: { y: 'read f32', dY: 'write f32' },
    constants: { outs: 'u32' },
    threads: elementThreads,
    body: `${elementPlace}
  if (element >= run.${rows} * constants.outs) { return; }
  let out = y[element];
  dY[element] = ${activation === 'relu' ? 'select(0.0, dY[element], out > 0.0)' : 'dY[element] * (1.0 - out * out)'};`,
  }),
);

/** A long sum over rows is divided among several workgroups. */
function weightGradient(
  o: Pick<LinearBackward, 'x' | 'dY'> & { dWeight: string },
  outs: number,
  ins: number,
  rows: Size,
  context: LoweringContext,
): Call[] {
  const elements = outs * ins;
  const max = maxSplits(elements);
  const split = max > 1;
  const splits = (shape: BatchShape) => splitsOf(shape[rows], max);
  const tile = (shape: BatchShape) => chooseTile(context.tiles, outs, ins, Math.max(1, splits(shape)));
  return [
    call((shape) => weightGradientKernel(tile(shape), rows, quadsOf(ins), quadsOf(outs)), {
      buffers: { x: o.x, dY: o.dY, dWeight: split ? partsScratch : o.dWeight },
      constants: { ins, outs, maxSplits: max },
      groups: (shape) => splits(shape) * blocksOf(tile(shape), outs, ins),
      scratch: split ? splitScratch(rows, elements) : {},
    }),
    ...(split ? [splitSum(rows, elements, o.dWeight)] : []),
  ];
}

const weightGradientKernel = tiled((tile, rows: Size, inQuads: Quads, outQuads: Quads) =>
  product(tile, {
    name: 'linearBackward, dWeight',
    buffers: { x: `read ${inQuads}`, dY: `read ${outQuads}`, dWeight: `write ${inQuads}` },
    constants: { ...constants, maxSplits: 'u32' },
    declarations: `${quadOf('x', inQuads)}\n${quadOf('dY', outQuads)}\n${putQuad('dWeight', inQuads)}`,
    setup: `let rows = constants.outs; let columns = constants.ins;
  ${splitDeclaration(rows)}
  let blocks = ${blockCount(tile, 'rows', 'columns')};
  let split = group / blocks;
  let block = group % blocks;
  if (split >= splits) { return; }`,
    sums: [
      {
        left: {
          contiguous: 'outer',
          quad: (out, step) => `dYQuad(${step}, ${out}, run.${rows}, constants.outs, 0u, constants.outs)`,
        },
        right: {
          contiguous: 'outer',
          quad: (input, step) => `xQuad(${step}, ${input}, run.${rows}, constants.ins, 0u, constants.ins)`,
        },
        begin: 'split * part',
        end: `min((split + 1u) * part, run.${rows})`,
      },
    ],
    store: 'dWeightPut((split * rows + row) * columns + column, column, columns, value);',
  }),
);

function inputGradient(
  { weight, dY }: LinearBackward,
  dX: { buffer: string; add: boolean },
  outs: number,
  ins: number,
  rows: Size,
  context: LoweringContext,
): Call {
  const tile = (shape: BatchShape) => chooseTile(context.tiles, shape[rows], ins);
  return call((shape) => inputGradientKernel(tile(shape), rows, quadsOf(ins), quadsOf(outs), dX.add), {
    buffers: { weight, dY, dX: dX.buffer },
    constants: { ins, outs },
    groups: (shape) => blocksOf(tile(shape), shape[rows], ins),
  });
}

const inputGradientKernel = tiled((tile, rows: Size, inQuads: Quads, outQuads: Quads, add: boolean) =>
  product(tile, {
    name: 'linearBackward, dX',
    buffers: { weight: `read ${inQuads}`, dY: `read ${outQuads}`, dX: `write ${inQuads}` },
    constants,
    declarations: `${quadOf('weight', inQuads)}\n${quadOf('dY', outQuads)}\n${putQuad('dX', inQuads)}
${add ? quadOf('dX', inQuads) : ''}`,
    setup: `let rows = run.${rows}; let columns = constants.ins; let block = group;
  if (block >= ${blockCount(tile, 'rows', 'columns')}) { return; }`,
    sums: [
      {
        left: {
          contiguous: 'depth',
          quad: (row, step) => `dYQuad(${row}, ${step}, run.${rows}, constants.outs, 0u, constants.outs)`,
        },
        right: {
          contiguous: 'outer',
          quad: (column, step) => `weightQuad(${step}, ${column}, constants.outs, constants.ins, 0u, constants.ins)`,
        },
        end: 'constants.outs',
      },
    ],
    store: `dXPut(row * columns + column, column, columns, value${
      add ? ' + dXQuad(row, column, rows, columns, 0u, columns)' : ''
    });`,
  }),
);
