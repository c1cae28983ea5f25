import type {
  AddPositions,
  Embed,
  MaskedEmbedding,
  MaskedEmbeddingBackward,
  MaskRows,
  MaskRowsBackward,
  ScaleNeurons,
} from '../../operations/embedding.ts';
import type { Dropout } from '../../operations/dropout.ts';
import type { Size } from '../../operations/size.ts';
import type { LoweringContext } from '../context.ts';
import { call, makeKernel, variants, type Call } from '../kernel.ts';
import { dropoutConstants, dropoutFactors, dropoutOf } from './random.ts';
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
import { sentenceOfRow } from './sentences.ts';

export function embed(o: Embed, context: LoweringContext): Call[] {
  const width = context.width(o.table);
  return [
    call(embedKernel, {
      buffers: { table: o.table, types: o.types, out: o.out },
      constants: { width, scale: o.scale },
      groups: (shape) => elementGroups(shape.types * width),
    }),
  ];
}

const embedKernel = makeKernel({
  name: 'embed',
  buffers: { table: 'read f32', types: 'read i32', out: 'write f32' },
  constants: { width: 'u32', scale: 'f32' },
  threads: elementThreads,
  body: `${elementPlace}
  if (element >= run.types * constants.width) { return; }
  let word = u32(types[element / constants.width]);
  out[element] = constants.scale * table[word * constants.width + element % constants.width];`,
});

export function maskedEmbedding(o: MaskedEmbedding, context: LoweringContext): Call[] {
  const width = context.width(o.x);
  return [
    call(maskedEmbeddingKernel(o.keep !== undefined, o.rows), {
      buffers: { x: o.x, typeOf: o.typeOf, ...(o.keep !== undefined && { keep: o.keep }), out: o.out },
      constants: { width },
      groups: (shape) => elementGroups(shape[o.rows] * width),
    }),
  ];
}

const maskedEmbeddingKernel = variants((masked: boolean, rows: Size) =>
  makeKernel({
    name: 'maskedEmbedding',
    buffers: {
      ...({ x: 'read f32', typeOf: 'read i32' } as const),
      ...(masked && { keep: 'read f32' }),
      out: 'write f32',
    },
    constants: { width: 'u32' },
    threads: elementThreads,
    body: `${elementPlace}
  if (element >= run.${rows} * constants.width) { return; }
  let row = element / constants.width;
  out[element] = ${masked ? 'keep[row] * ' : ''}x[u32(typeOf[row]) * constants.width + element % constants.width];`,
  }),
);

/** dX per type, dKeep per row. */
export function maskedEmbeddingBackward(o: MaskedEmbeddingBackward, context: LoweringContext): Call[] {
  const width = context.width(o.x);
  const byTypes = call(byTypesKernel(o.mask !== undefined), {
    buffers: {
      ...{ dOut: o.dOut, starts: o.occurrenceStarts, occurrences: o.occurrences },
      ...(o.mask && { keep: o.mask.keep }),
      dX: o.dX,
    },
    constants: { width },
    groups: (shape) => shape.types * Math.ceil(width / typeColumns),
  });
  if (!o.mask) return [byTypes];
  const byRows = call(keepGradientKernel(o.mask.dKeep.add), {
    buffers: { dOut: o.dOut, x: o.x, typeOf: o.typeOf, dKeep: o.mask.dKeep.buffer },
    constants: { width },
    groups: (shape) => rowGroups(shape.rows),
  });
  return [byTypes, byRows];
}

/** One workgroup per type: a frequent word has thousands of occurrences, which are divided among the lanes. */
const typeColumns = 8;
const occurrenceLanes = 32;

const byTypesKernel = variants((masked: boolean) =>
  makeKernel({
    name: 'maskedEmbeddingBackward',
    buffers: {
      ...({ dOut: 'read f32', starts: 'read i32', occurrences: 'read i32' } as const),
      ...(masked && { keep: 'read f32' }),
      dX: 'write f32',
    },
    constants: { width: 'u32' },
    threads: typeColumns * occurrenceLanes,
    declarations: `var<workgroup> shares: array<f32, ${typeColumns * occurrenceLanes}>;`,
    body: `
  let blocks = (constants.width + ${typeColumns - 1}u) / ${typeColumns}u;
  let word = group / blocks;
  if (word >= run.types) { return; }
  let column = (group % blocks) * ${typeColumns}u + thread % ${typeColumns}u;
  let end = u32(starts[word + 1u]);
  var sum = 0.0;
  if (column < constants.width) {
    for (var at = u32(starts[word]) + thread / ${typeColumns}u; at < end; at += ${occurrenceLanes}u) {
      let row = u32(occurrences[at]);
      sum += ${masked ? 'keep[row] * ' : ''}dOut[row * constants.width + column];
    }
  }
  shares[thread] = sum;
  workgroupBarrier();
  if (thread >= ${typeColumns}u || column >= constants.width) { return; }
  sum = 0.0;
  for (var i = thread; i < ${typeColumns * occurrenceLanes}u; i += ${typeColumns}u) { sum += shares[i]; }
  dX[word * constants.width + column] = sum;`,
  }),
);

const keepGradientKernel = variants((add: boolean) =>
  makeKernel({
    name: 'maskedEmbeddingBackward, dKeep',
    buffers: { dOut: 'read f32', x: 'read f32', typeOf: 'read i32', dKeep: 'write f32' },
    constants: { width: 'u32' },
    threads: rowThreads,
    declarations: rowDeclarations,
    body: keepGradient('u32(typeOf[min(row, run.rows - 1u)])', add),
  }),
);

/** WGSL: dKeep of a row, from its row of dOut and its row of x. */
const keepGradient = (rowOfX: string, add: boolean) => `${rowPlace}
  let valid = row < run.rows;
  let width = select(0u, constants.width, valid);
  let origin = ${rowOfX} * constants.width;
  var sum = 0.0;
  for (var column = lane; column < width; column += LANES) { sum += dOut[row * width + column] * x[origin + column]; }
  sum = rowSum(sum, thread);
  if (valid && lane == 0u) { dKeep[row] ${add ? '+=' : '='} sum; }`;

export function maskRows(o: MaskRows, context: LoweringContext): Call[] {
  const width = context.width(o.x);
  return [
    call(maskRowsKernel, {
      buffers: { x: o.x, keep: o.keep, out: o.out },
      constants: { width },
      groups: (shape) => elementGroups(shape.rows * width),
    }),
  ];
}

const maskRowsKernel = makeKernel({
  name: 'maskRows',
  buffers: { x: 'read f32', keep: 'read f32', out: 'write f32' },
  constants: { width: 'u32' },
  threads: elementThreads,
  body: `${elementPlace}
  if (element >= run.rows * constants.width) { return; }
  out[element] = keep[element / constants.width] * x[element];`,
});

/** dX with one thread per element, dKeep with a few lanes per row. */
export function maskRowsBackward(o: MaskRowsBackward, context: LoweringContext): Call[] {
  const width = context.width(o.x);
  return [
    call(maskRowsBackwardKernel, {
      buffers: { dOut: o.dOut, keep: o.keep, dX: o.dX },
      constants: { width },
      groups: (shape) => elementGroups(shape.rows * width),
    }),
    call(rowsKeepGradientKernel(o.dKeep.add), {
      buffers: { dOut: o.dOut, x: o.x, dKeep: o.dKeep.buffer },
      constants: { width },
      groups: (shape) => rowGroups(shape.rows),
    }),
  ];
}

const maskRowsBackwardKernel = makeKernel({
  name: 'maskRowsBackward',
  buffers: { dOut: 'read f32', keep: 'read f32', dX: 'write f32' },
  constants: { width: 'u32' },
  threads: elementThreads,
  body: `${elementPlace}
  if (element >= run.rows * constants.width) { return; }
  dX[element] += keep[element / constants.width] * dOut[element];`,
});

const rowsKeepGradientKernel = variants((add: boolean) =>
  makeKernel({
    name: 'maskRowsBackward, dKeep',
    buffers: { dOut: 'read f32', x: 'read f32', dKeep: 'write f32' },
    constants: { width: 'u32' },
    threads: rowThreads,
    declarations: rowDeclarations,
    body: keepGradient('min(row, run.rows - 1u)', add),
  }),
);

export function scaleNeurons(o: ScaleNeurons, context: LoweringContext): Call[] {
  const width = context.width(o.x);
  return [
    call(scaleNeuronsKernel(o.rows), {
      buffers: { ...(o.rows === 'rows' && { sentenceOf: sentenceOfRow }), x: o.x, scale: o.scale, out: o.out },
      constants: { width },
      groups: (shape) => elementGroups(shape[o.rows] * width),
    }),
  ];
}

const scaleNeuronsKernel = variants((rows: Size) =>
  makeKernel({
    name: 'scaleNeurons',
    buffers: {
      ...(rows === 'rows' && ({ sentenceOf: 'read u32' } as const)),
      ...({ x: 'read f32', scale: 'read f32', out: 'write f32' } as const),
    },
    constants: { width: 'u32' },
    threads: elementThreads,
    body: `${elementPlace}
  if (element >= run.${rows} * constants.width) { return; }
  let row = element / constants.width;
  let sentence = ${rows === 'rows' ? 'sentenceOf[row]' : 'row'};
  out[element] = scale[sentence * constants.width + element % constants.width] * x[element];`,
  }),
);

export function addPositions(o: AddPositions, context: LoweringContext): Call[] {
  return [
    call(addPositionsKernel(o.rows), {
      buffers: { x: o.x, table: o.table, position: o.position, out: o.out },
      constants: { width: context.width(o.x), ...dropoutOf(o.site, o.dropout) },
      groups: (shape) => rowGroups(shape[o.rows]),
    }),
  ];
}

const addPositionsKernel = variants((rows: Size) =>
  makeKernel({
    name: 'addPositions',
    buffers: { x: 'read f32', table: 'read f32', position: 'read i32', out: 'write f32' },
    constants: { width: 'u32', ...dropoutConstants },
    threads: rowThreads,
    declarations: `${rowDeclarations}\n${dropoutFactors(rows)}`,
    body: `${rowPlace}
  if (row >= run.${rows}) { return; }
  let origin = u32(position[row]) * constants.width;
  ${forColumns('constants.width', `let at = row * constants.width + column; out[at] = (x[at] + table[origin + column]) * dropoutFactor(at);`)}`,
  }),
);

export function dropout(o: Dropout, context: LoweringContext): Call[] {
  return [
    call(dropoutKernel(o.rows), {
      buffers: { x: o.x, out: o.out },
      constants: { width: context.width(o.x), ...dropoutOf(o.site, o.rate) },
      groups: (shape) => rowGroups(shape[o.rows]),
    }),
  ];
}

const dropoutKernel = variants((rows: Size) =>
  makeKernel({
    name: 'dropout',
    buffers: { x: 'read f32', out: 'write f32' },
    constants: { width: 'u32', ...dropoutConstants },
    threads: rowThreads,
    declarations: `${rowDeclarations}\n${dropoutFactors(rows)}`,
    body: `${rowPlace}
  if (row >= run.${rows}) { return; }
  ${forColumns('constants.width', `let at = row * constants.width + column; out[at] = x[at] * dropoutFactor(at);`)}`,
  }),
);
