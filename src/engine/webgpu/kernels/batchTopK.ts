import type { BatchThreshold, ZeroBelow } from '../../operations/batchTopK.ts';
import type { Size } from '../../operations/size.ts';
import type { LoweringContext } from '../context.ts';
import { call, makeKernel, variants, type Call } from '../kernel.ts';
import { elementGroups, elementPlace, elementThreads } from './rows.ts';

/**
 * Floats that are not negative are ordered as their bits: passes of a count and a choice find the bits of the threshold, 11 of them, then
 * twice 10. Negative ones are not counted. `choice` has those found so far, and how many of the elements that begin with them are still to be kept.
 */
const shifts = [20, 10, 0] as const;
const passBits = 10;
const bins = 2048;
const countsScratch = '$counts';
const choiceScratch = '$choice';
const scratch = { [countsScratch]: () => bins, [choiceScratch]: () => 2 };

const elementsPerThread = 32;
const elementsPerGroup = elementThreads * elementsPerThread;

export function batchThreshold(o: BatchThreshold, context: LoweringContext): Call[] {
  const width = context.width(o.x);
  const { rows, perRow, weight } = o;
  const shared = { counts: countsScratch, choice: choiceScratch };
  return [
    call(beginKernel(rows), { buffers: shared, constants: { width, perRow }, groups: () => 1, scratch }),
    ...shifts.flatMap((shift) => [
      call(countKernel(rows, shift), {
        buffers: { ...shared, x: o.x },
        constants: { width },
        groups: (shape) => Math.ceil((shape[rows] * width) / elementsPerGroup),
      }),
      call(chooseKernel(shift), {
        buffers: { ...shared, ...(shift === 0 && { threshold: o.threshold, mean: o.mean }) },
        constants: { weight },
        groups: () => 1,
      }),
    ]),
  ];
}

const beginKernel = variants((rows: Size) =>
  makeKernel({
    name: 'batchThreshold, begin',
    buffers: { counts: 'write u32', choice: 'write u32' },
    constants: { width: 'u32', perRow: 'u32' },
    threads: elementThreads,
    body: `
  if (group > 0u) { return; }
  for (var bin = thread; bin < ${bins}u; bin += ${elementThreads}u) { counts[bin] = 0u; }
  if (thread > 0u) { return; }
  choice[0] = 0u;
  choice[1] = run.${rows} * min(constants.perRow, constants.width);`,
  }),
);

const countKernel = variants((rows: Size, shift: number) =>
  makeKernel({
    name: 'batchThreshold, count',
    buffers: { counts: 'write atomic<u32>', choice: 'read u32', x: 'read f32' },
    constants: { width: 'u32' },
    threads: elementThreads,
    declarations: `var<workgroup> own: array<atomic<u32>, ${bins}>;`,
    body: `
  for (var bin = thread; bin < ${bins}u; bin += ${elementThreads}u) { atomicStore(&own[bin], 0u); }
  workgroupBarrier();
  let end = min(run.${rows} * constants.width, (group + 1u) * ${elementsPerGroup}u);
  for (var i = group * ${elementsPerGroup}u + thread; i < end; i += ${elementThreads}u) {
    let bits = bitcast<u32>(x[i]);
    ${shift === shifts[0] ? 'let counted = bits < 0x80000000u;' : `let counted = (bits >> ${shift + passBits}u) == choice[0];`}
    if (counted) { atomicAdd(&own[(bits >> ${shift}u) & ${shift === shifts[0] ? bins - 1 : 2 ** passBits - 1}u], 1u); }
  }
  workgroupBarrier();
  for (var bin = thread; bin < ${bins}u; bin += ${elementThreads}u) {
    let found = atomicLoad(&own[bin]);
    if (found > 0u) { atomicAdd(&counts[bin], found); }
  }`,
  }),
);

const binsPerThread = bins / elementThreads;

/** Finds the bin with the threshold, from the highest on, and clears the counts. */
const chooseKernel = variants((shift: number) =>
  makeKernel({
    name: 'batchThreshold, choose',
    buffers: {
      ...({ counts: 'write u32', choice: 'write u32' } as const),
      ...(shift === 0 && ({ threshold: 'write f32', mean: 'write f32' } as const)),
    },
    constants: { weight: 'f32' },
    threads: elementThreads,
    declarations: `var<workgroup> sums: array<u32, ${elementThreads}>;`,
    body: `
  if (group > 0u) { return; }
  var sum = 0u;
  for (var i = 0u; i < ${binsPerThread}u; i++) { sum += counts[thread * ${binsPerThread}u + i]; }
  sums[thread] = sum;
  workgroupBarrier();
  if (thread == 0u) {
    var wanted = choice[1];
    var part = ${elementThreads - 1}u;
    for (; part > 0u && sums[part] < wanted; part--) { wanted -= sums[part]; }
    var bin = (part + 1u) * ${binsPerThread}u - 1u;
    for (; bin > part * ${binsPerThread}u && counts[bin] < wanted; bin--) { wanted -= counts[bin]; }
    let bits = ${shift === shifts[0] ? 'bin' : `(choice[0] << ${passBits}u) | bin`};
    choice[0] = bits;
    choice[1] = wanted;
    ${shift === 0 ? finish : ''}
  }
  workgroupBarrier();
  for (var i = 0u; i < ${binsPerThread}u; i++) { counts[thread * ${binsPerThread}u + i] = 0u; }`,
  }),
);

const finish = `
    let own = bitcast<f32>(bits);
    threshold[0] = own;
    mean[0] += max(constants.weight, 1.0 / f32(run.step)) * (own - mean[0]);`;

export function zeroBelow(o: ZeroBelow, context: LoweringContext): Call[] {
  const width = context.width(o.x);
  return [
    call(zeroBelowKernel(o.rows), {
      buffers: { x: o.x, threshold: o.threshold },
      constants: { width },
      groups: (shape) => elementGroups(shape[o.rows] * width),
    }),
  ];
}

const zeroBelowKernel = variants((rows: Size) =>
  makeKernel({
    name: 'zeroBelow',
    buffers: { x: 'write f32', threshold: 'read f32' },
    constants: { width: 'u32' },
    threads: elementThreads,
    body: `${elementPlace}
  if (element >= run.${rows} * constants.width) { return; }
  if (x[element] < threshold[0]) { x[element] = 0.0; }`,
  }),
);
