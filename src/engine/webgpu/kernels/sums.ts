import type { Size } from '../../operations/size.ts';
import { call, makeKernel, variants, type BatchShape, type Call } from '../kernel.ts';

/** Scratch buffer for partial sums. */
export const partsScratch = '$parts';

/** Rows per partial sum of a column, the same on all devices, so that sums are bitwise equal everywhere. */
const chunkRows = 64;
const columnThreads = 64;
const lanes = 16;

const chunks = (rows: number) => Math.ceil(rows / chunkRows);

/** The sums of `summed` over the rows, for each column: partial sums first, which are then added in order. */
export function columnSums(sums: {
  readonly size: Size;
  readonly width: number;
  readonly buffers: Readonly<Record<'a' | 'b', string>>;
  /** What is summed, in terms of the buffers `a` and `b`. */
  readonly summed: 'a' | 'a·b';
  readonly out: string;
}): Call[] {
  const { size, width, buffers, summed, out } = sums;
  const constants = { width };
  return [
    call(columnParts(size, summed), {
      buffers: summed === 'a' ? { a: buffers.a, parts: partsScratch } : { ...buffers, parts: partsScratch },
      constants,
      groups: (shape) => chunks(shape[size]) * Math.ceil(width / columnThreads),
      scratch: { [partsScratch]: (shape) => chunks(shape[size]) * width },
    }),
    call(columnTotals(size), {
      buffers: { parts: partsScratch, out },
      constants,
      groups: () => Math.ceil(width / lanes),
    }),
  ];
}

const columnParts = variants((size: string, summed: 'a' | 'a·b') =>
  makeKernel({
    name: 'columnParts',
    buffers: { a: 'read f32', ...(summed === 'a·b' && { b: 'read f32' }), parts: 'write f32' },
    constants: { width: 'u32' },
    threads: columnThreads,
    body: `
  let across = (constants.width + ${columnThreads - 1}u) / ${columnThreads}u;
  let chunk = group / across;
  let column = (group % across) * ${columnThreads}u + thread;
  let first = chunk * ${chunkRows}u;
  if (column >= constants.width || first >= run.${size}) { return; }
  var sum = 0.0;
  for (var row = first; row < min(first + ${chunkRows}u, run.${size}); row++) {
    let at = row * constants.width + column;
    sum += ${summed === 'a' ? 'a[at]' : 'a[at] * b[at]'};
  }
  parts[chunk * constants.width + column] = sum;`,
  }),
);

const columnTotals = variants((size: string) =>
  makeKernel({
    name: 'columnTotals',
    buffers: { parts: 'read f32', out: 'write f32' },
    constants: { width: 'u32' },
    threads: lanes * lanes,
    declarations: `var<workgroup> shares: array<f32, ${lanes * lanes}>;`,
    body: `
  let column = group * ${lanes}u + thread % ${lanes}u;
  let count = (run.${size} + ${chunkRows - 1}u) / ${chunkRows}u;
  var sum = 0.0;
  if (column < constants.width) {
    for (var chunk = thread / ${lanes}u; chunk < count; chunk += ${lanes}u) { sum += parts[chunk * constants.width + column]; }
  }
  shares[thread] = sum;
  workgroupBarrier();
  if (thread >= ${lanes}u || column >= constants.width) { return; }
  sum = 0.0;
  for (var i = 0u; i < ${lanes}u; i++) { sum += shares[i * ${lanes}u + thread]; }
  out[column] = sum;`,
  }),
);

/** Least number of steps per part where the sum of a product is divided among workgroups; shorter parts do not pay off. */
const minDepth = 256;
/** Maximum number of elements of all parts together. */
const maxParts = 2 ** 22;

/** Maximum number of parts into which the sum of a product with this many elements is divided. */
export const maxSplits = (elements: number) => Math.max(1, Math.floor(maxParts / elements));

/** WGSL, for depth `run.SIZE`: the number of parts \`splits\` and the number of steps \`part\` of each. */
export const splitDeclaration = (size: string) => `
let splits = min((run.${size} + ${minDepth - 1}u) / ${minDepth}u, constants.maxSplits);
let part = ((run.${size} + splits - 1u) / splits + 31u) & ~31u;`;

export const splitsOf = (depth: number, max: number) => Math.min(Math.ceil(depth / minDepth), max);

/** out = sum over the parts of a divided product. */
export function splitSum(size: Size, elements: number, out: string): Call {
  return call(splitTotals(size), {
    buffers: { parts: partsScratch, out },
    constants: { elements, maxSplits: maxSplits(elements) },
    groups: () => Math.ceil(elements / 256),
  });
}

const splitTotals = variants((size: string) =>
  makeKernel({
    name: 'splitTotals',
    buffers: { parts: 'read f32', out: 'write f32' },
    constants: { elements: 'u32', maxSplits: 'u32' },
    threads: 256,
    body: `
  let element = group * 256u + thread;
  if (element >= constants.elements) { return; }
  ${splitDeclaration(size)}
  var sum = 0.0;
  for (var i = 0u; i < splits; i++) { sum += parts[i * constants.elements + element]; }
  out[element] = sum;`,
  }),
);

export const splitScratch = (size: Size, elements: number) => ({
  [partsScratch]: (shape: BatchShape) => splitsOf(shape[size], maxSplits(elements)) * elements,
});
