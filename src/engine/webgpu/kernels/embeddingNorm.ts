import type { EmbeddingNorm, EmbeddingNormBackward } from '../../operations/norm.ts';
import type { Size } from '../../operations/size.ts';
import type { LoweringContext } from '../context.ts';
import { call, makeKernel, variants, type Call } from '../kernel.ts';
import { dropoutConstants, dropoutFactors, dropoutOf } from './random.ts';
import { at, deviation, gradientAt, normGradient } from './residualNorm.ts';
import {
  elementGroups,
  elementPlace,
  elementThreads,
  forColumns,
  rowDeclarations,
  rowGroups,
  rowPlace,
  rowThreads,
} from './rows.ts';
import { columnSums } from './sums.ts';

/** out = dropout(layerNorm(x + positions[position] + segments[segment])·gamma + beta), in two calls: a kernel has at most 8 buffers. */
export function embeddingNorm(o: EmbeddingNorm, context: LoweringContext): Call[] {
  const width = context.width(o.x);
  return [
    call(sumKernel(o.rows, o.segments !== undefined), {
      buffers: {
        ...{ x: o.x, positions: o.positions, position: o.position, sum: o.normalized },
        ...(o.segments && { segments: o.segments.table, segment: o.segments.segment }),
      },
      constants: { width },
      groups: (shape) => elementGroups(shape[o.rows] * width),
    }),
    call(normKernel(o.rows), {
      buffers: {
        ...{ gamma: o.gamma, beta: o.beta },
        ...{ normalized: o.normalized, inverseDeviation: o.inverseDeviation, out: o.out },
      },
      constants: { width, epsilon: o.epsilon, ...dropoutOf(o.site, o.dropout) },
      groups: (shape) => rowGroups(shape[o.rows]),
    }),
  ];
}

const sumKernel = variants((rows: Size, segments: boolean) =>
  makeKernel({
    name: 'embeddingNorm, sum',
    buffers: {
      ...({ x: 'read f32', positions: 'read f32', position: 'read i32' } as const),
      ...(segments && ({ segments: 'read f32', segment: 'read i32' } as const)),
      sum: 'write f32',
    },
    constants: { width: 'u32' },
    threads: elementThreads,
    body: `${elementPlace}
  let width = constants.width;
  if (element >= run.${rows} * width) { return; }
  let row = element / width;
  let column = element % width;
  sum[element] = x[element] + positions[u32(position[row]) * width + column]${
    segments ? ' + segments[u32(segment[row]) * width + column]' : ''
  };`,
  }),
);

/** Each lane comes back to its own columns only, so what it keeps in `normalized` needs no barrier. */
const normKernel = variants((rows: Size) =>
  makeKernel({
    name: 'embeddingNorm',
    buffers: {
      ...({ gamma: 'read f32', beta: 'read f32' } as const),
      ...({ normalized: 'write f32', inverseDeviation: 'write f32', out: 'write f32' } as const),
    },
    constants: { width: 'u32', epsilon: 'f32', ...dropoutConstants },
    threads: rowThreads,
    declarations: `${rowDeclarations}\n${dropoutFactors(rows)}`,
    body: `${rowPlace}
  let valid = row < run.${rows};
  let width = select(0u, constants.width, valid);
  var sum = 0.0;
  ${forColumns('width', `${at} sum += normalized[at];`)}
  ${deviation}
  ${forColumns('width', `${at} let value = inverse * (normalized[at] - mean); normalized[at] = value; out[at] = (value * gamma[column] + beta[column]) * dropoutFactor(at);`)}
  if (valid && lane == 0u) { inverseDeviation[row] = inverse; }`,
  }),
);

export function embeddingNormBackward(o: EmbeddingNormBackward, context: LoweringContext): Call[] {
  const width = context.width(o.dX);
  const sums = { size: 'rows', width, buffers: { a: o.dOut, b: o.normalized } } as const;
  return [
    call(backwardKernel, {
      buffers: {
        ...{ dY: o.dOut, gamma: o.gamma, normalized: o.normalized, inverseDeviation: o.inverseDeviation },
        dX: o.dX,
      },
      constants: { width, ...dropoutOf(o.site, o.dropout) },
      groups: (shape) => rowGroups(shape.rows),
    }),
    ...(o.dGamma === undefined ? [] : columnSums({ ...sums, summed: 'a·b', out: o.dGamma })),
    ...(o.dBeta === undefined ? [] : columnSums({ ...sums, summed: 'a', out: o.dBeta })),
    ...(o.dPositions ? [sumByIndex(o.dX, o.dPositions.position, o.dPositions.table, context)] : []),
    ...(o.dSegments ? [sumByIndex(o.dX, o.dSegments.segment, o.dSegments.table, context)] : []),
  ];
}

/** dY becomes the gradient before the dropout; again each lane comes back to its own columns. */
const backwardKernel = makeKernel({
  name: 'embeddingNormBackward',
  buffers: {
    ...({ dY: 'write f32', gamma: 'read f32', normalized: 'read f32', inverseDeviation: 'read f32' } as const),
    dX: 'write f32',
  },
  constants: { width: 'u32', ...dropoutConstants },
  threads: rowThreads,
  declarations: `${rowDeclarations}\n${dropoutFactors('rows')}`,
  body: `${rowPlace}
  let valid = row < run.rows;
  let width = select(0u, constants.width, valid);
  var sum = 0.0;
  var along = 0.0;
  ${forColumns('width', `${at} let d = dY[at] * dropoutFactor(at); dY[at] = d; let t = d * gamma[column]; sum += t; along += t * normalized[at];`)}
  ${normGradient('rows')}
  ${forColumns('width', `${at} dX[at] = ${gradientAt};`)}`,
});

/** Columns of a workgroup, and the lanes that share the rows: all rows may have one index. */
const indexColumns = 8;
const rowLanes = 32;

/** table[t] = Σ over the rows with index t of x. */
function sumByIndex(x: string, index: string, table: string, context: LoweringContext): Call {
  const width = context.width(x);
  const tableRows = context.dim(table, 0);
  return call(sumByIndexKernel, {
    buffers: { x, index, table },
    constants: { width, tableRows },
    groups: () => tableRows * Math.ceil(width / indexColumns),
  });
}

const sumByIndexKernel = makeKernel({
  name: 'sumByIndex',
  buffers: { x: 'read f32', index: 'read i32', table: 'write f32' },
  constants: { width: 'u32', tableRows: 'u32' },
  threads: indexColumns * rowLanes,
  declarations: `var<workgroup> shares: array<f32, ${indexColumns * rowLanes}>;`,
  body: `
  let blocks = (constants.width + ${indexColumns - 1}u) / ${indexColumns}u;
  let own = group / blocks;
  if (own >= constants.tableRows) { return; }
  let column = (group % blocks) * ${indexColumns}u + thread % ${indexColumns}u;
  var sum = 0.0;
  if (column < constants.width) {
    for (var row = thread / ${indexColumns}u; row < run.rows; row += ${rowLanes}u) {
      if (u32(index[row]) == own) { sum += x[row * constants.width + column]; }
    }
  }
  shares[thread] = sum;
  workgroupBarrier();
  if (thread >= ${indexColumns}u || column >= constants.width) { return; }
  sum = 0.0;
  for (var i = thread; i < ${indexColumns * rowLanes}u; i += ${indexColumns}u) { sum += shares[i]; }
  table[own * constants.width + column] = sum;`,
});
