import type { NormalizeRows, SparseLinear, SparseLinearBackward, SquaredError } from '../../operations/autoencoder.ts';
import type { Size } from '../../operations/size.ts';
import type { LoweringContext } from '../context.ts';
import { call, makeKernel, variants, type Call } from '../kernel.ts';
import {
  elementGroups,
  elementPlace,
  elementThreads,
  rowDeclarations,
  rowGroups,
  rowPlace,
  rowThreads,
} from './rows.ts';
import { columnSums } from './sums.ts';

const constants = { inputs: 'u32', outputs: 'u32' } as const;

/** y = x · table + bias, one thread per element. */
export function sparseLinear(o: SparseLinear, context: LoweringContext): Call[] {
  const [inputs, outputs] = [context.dim(o.table, 0), context.dim(o.table, 1)];
  return [
    call(sparseLinearKernel(o.rows, o.bias !== undefined), {
      buffers: { x: o.x, table: o.table, ...(o.bias !== undefined && { bias: o.bias }), y: o.y },
      constants: { inputs, outputs },
      groups: (shape) => elementGroups(shape[o.rows] * outputs),
    }),
  ];
}

const sparseLinearKernel = variants((rows: Size, biased: boolean) =>
  makeKernel({
    name: 'sparseLinear',
    buffers: { x: 'read f32', table: 'read f32', ...(biased && ({ bias: 'read f32' } as const)), y: 'write f32' },
    constants,
    threads: elementThreads,
    body: `${elementPlace}
  if (element >= run.${rows} * constants.outputs) { return; }
  let first = element / constants.outputs * constants.inputs;
  let column = element % constants.outputs;
  var sum = ${biased ? 'bias[column]' : 'y[element]'};
  for (var i = 0u; i < constants.inputs; i++) {
    let factor = x[first + i];
    if (factor != 0.0) { sum += factor * table[i * constants.outputs + column]; }
  }
  y[element] = sum;`,
  }),
);

/** dTable = xᵀ·dY, dBias = column sums of dY, dX = dY·tableᵀ where x is not 0, whichever are asked for. */
export function sparseLinearBackward(o: SparseLinearBackward, context: LoweringContext): Call[] {
  const [inputs, outputs] = [context.width(o.x), context.width(o.dY)];
  const { rows, dTable, dBias, dX } = o;
  return [
    ...(dBias === undefined
      ? []
      : columnSums({ size: rows, width: outputs, buffers: { a: o.dY, b: o.dY }, summed: 'a', out: dBias })),
    ...(dTable === undefined
      ? []
      : [
          call(tableGradientKernel(rows), {
            buffers: { x: o.x, dY: o.dY, dTable },
            constants: { inputs, outputs },
            groups: () => elementGroups(inputs * outputs),
          }),
        ]),
    ...(dX === undefined
      ? []
      : [
          call(inputGradientKernel(rows), {
            buffers: { x: o.x, dY: o.dY, table: dX.table, dX: dX.buffer },
            constants: { inputs, outputs },
            groups: (shape) => elementGroups(shape[rows] * inputs),
          }),
        ]),
  ];
}

const tableGradientKernel = variants((rows: Size) =>
  makeKernel({
    name: 'sparseLinearBackward, dTable',
    buffers: { x: 'read f32', dY: 'read f32', dTable: 'write f32' },
    constants,
    threads: elementThreads,
    body: `${elementPlace}
  if (element >= constants.inputs * constants.outputs) { return; }
  let input = element / constants.outputs;
  let column = element % constants.outputs;
  var sum = 0.0;
  for (var row = 0u; row < run.${rows}; row++) {
    let factor = x[row * constants.inputs + input];
    if (factor != 0.0) { sum += factor * dY[row * constants.outputs + column]; }
  }
  dTable[element] = sum;`,
  }),
);

const inputGradientKernel = variants((rows: Size) =>
  makeKernel({
    name: 'sparseLinearBackward, dX',
    buffers: { x: 'read f32', dY: 'read f32', table: 'read f32', dX: 'write f32' },
    constants,
    threads: elementThreads,
    body: `${elementPlace}
  if (element >= run.${rows} * constants.inputs) { return; }
  var sum = 0.0;
  if (x[element] != 0.0) {
    let row = element / constants.inputs * constants.outputs;
    let input = element % constants.inputs * constants.outputs;
    for (var column = 0u; column < constants.outputs; column++) { sum += dY[row + column] * table[input + column]; }
  }
  dX[element] = sum;`,
  }),
);

/** A few lanes per row. */
export function squaredError(o: SquaredError, context: LoweringContext): Call[] {
  return [
    call(squaredErrorKernel(o.rows), {
      buffers: { x: o.x, y: o.y, loss: o.loss, dY: o.dY },
      constants: { width: context.width(o.x), weight: o.weight },
      groups: (shape) => rowGroups(shape[o.rows]),
    }),
  ];
}

const squaredErrorKernel = variants((rows: Size) =>
  makeKernel({
    name: 'squaredError',
    buffers: { x: 'read f32', y: 'read f32', loss: 'write f32', dY: 'write f32' },
    constants: { width: 'u32', weight: 'f32' },
    threads: rowThreads,
    declarations: rowDeclarations,
    body: `${rowPlace}
  let valid = row < run.${rows};
  let width = select(0u, constants.width, valid);
  let factor = 2.0 * constants.weight / f32(run.${rows});
  var sum = 0.0;
  for (var column = lane; column < width; column += LANES) {
    let difference = y[row * width + column] - x[row * width + column];
    sum += difference * difference;
    dY[row * width + column] = factor * difference;
  }
  sum = rowSum(sum, thread);
  if (valid && lane == 0u) { loss[row] = sum; }`,
  }),
);

/** A few lanes per row. */
export function normalizeRows({ table }: NormalizeRows, context: LoweringContext): Call[] {
  const [rows, width] = [context.dim(table, 0), context.dim(table, 1)];
  return [call(normalizeRowsKernel, { buffers: { table }, constants: { rows, width }, groups: () => rowGroups(rows) })];
}

const normalizeRowsKernel = makeKernel({
  name: 'normalizeRows',
  buffers: { table: 'write f32' },
  constants: { rows: 'u32', width: 'u32' },
  threads: rowThreads,
  declarations: rowDeclarations,
  body: `${rowPlace}
  let width = select(0u, constants.width, row < constants.rows);
  var sum = 0.0;
  for (var column = lane; column < width; column += LANES) { sum += table[row * width + column] * table[row * width + column]; }
  let norm = sqrt(rowSum(sum, thread));
  if (norm == 0.0) { return; }
  for (var column = lane; column < width; column += LANES) { table[row * width + column] /= norm; }`,
});
