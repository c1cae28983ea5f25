import type { Accumulate, Adam, AdamRows, ClipGradients } from '../../operations/adam.ts';
import type { LoweringContext } from '../context.ts';
import { call, makeKernel, noBatch, variants, type Call } from '../kernel.ts';
import { elementGroups, elementPlace, elementThreads } from './rows.ts';
import { partsScratch } from './sums.ts';

/** Number of workgroups that compute the sum of squares of one gradient, whatever its size. */
const squareGroups = 64;
const squareThreads = 256;

/** sum = x, or sum + x. */
export function accumulate(o: Accumulate, context: LoweringContext): Call[] {
  const { rows, wgsl, width } = context.rowsOf(o.x);
  return [
    call(accumulateKernel(wgsl, o.add), {
      buffers: { x: o.x, sum: o.sum },
      constants: { width },
      groups: (shape) => elementGroups(rows(shape) * width),
    }),
  ];
}

const accumulateKernel = variants((rows: string, add: boolean) =>
  makeKernel({
    name: 'accumulate',
    buffers: { x: 'read f32', sum: 'write f32' },
    constants: { width: 'u32' },
    threads: elementThreads,
    body: `${elementPlace}
  if (element < ${rows} * constants.width) { sum[element] = ${add ? 'sum[element] + ' : ''}x[element]; }`,
  }),
);

/** norm = (‖all gradients‖, the factor that clips it to `maxNorm`). */
export function clipGradients(o: ClipGradients, context: LoweringContext): Call[] {
  const parts = o.gradients.length * squareGroups;
  const squares = o.gradients.map(({ buffer, scale }, i) => {
    const { wgsl, width } = context.rowsOf(buffer);
    return call(squaresKernel(wgsl), {
      buffers: { gradient: buffer, parts: partsScratch },
      constants: { width, scale, first: i * squareGroups },
      groups: () => squareGroups,
      scratch: { [partsScratch]: () => parts },
    });
  });
  const factor = call(clipFactorKernel, {
    buffers: { parts: partsScratch, norm: o.norm },
    constants: { count: parts, maxNorm: o.maxNorm },
    groups: () => 1,
  });
  return [...squares, factor];
}

const workgroupSum = `
var<workgroup> shares: array<f32, ${squareThreads}>;
fn workgroupSum(share: f32, thread: u32) -> f32 {
  shares[thread] = share;
  for (var half = ${squareThreads / 2}u; half > 0u; half >>= 1u) {
    workgroupBarrier();
    if (thread < half) { shares[thread] += shares[thread + half]; }
  }
  workgroupBarrier();
  return shares[0];
}`;

const squaresKernel = variants((rows: string) =>
  makeKernel({
    name: 'clipGradients, squares',
    buffers: { gradient: 'read f32', parts: 'write f32' },
    constants: { width: 'u32', scale: 'f32', first: 'u32' },
    threads: squareThreads,
    declarations: workgroupSum,
    body: `
  var sum = 0.0;
  for (var i = group * ${squareThreads}u + thread; i < ${rows} * constants.width; i += ${squareGroups * squareThreads}u) {
    let value = constants.scale * gradient[i];
    sum += value * value;
  }
  sum = workgroupSum(sum, thread);
  if (thread == 0u) { parts[constants.first + group] = sum; }`,
  }),
);

const clipFactorKernel = makeKernel({
  name: 'clipGradients',
  buffers: { parts: 'read f32', norm: 'write f32' },
  constants: { count: 'u32', maxNorm: 'f32' },
  threads: squareThreads,
  declarations: workgroupSum,
  body: `
  var sum = 0.0;
  for (var i = thread; i < constants.count; i += ${squareThreads}u) { sum += parts[i]; }
  let length = sqrt(workgroupSum(sum, thread));
  if (thread != 0u) { return; }
  norm[0] = length;
  norm[1] = min(1.0, constants.maxNorm / (length + 1.0e-6));`,
});

/** take = 1 − beta, computed in float64: 1 − float32(0.999) has a relative error of 5e-5. The same holds for its logarithm. */
const adamConstants = {
  ...({ elements: 'u32', width: 'u32', scale: 'f32', epsilon: 'f32' } as const),
  ...({ beta1: 'f32', beta2: 'f32', take1: 'f32', take2: 'f32', lnBeta1: 'f32', lnBeta2: 'f32' } as const),
  ...({ weightDecay: 'f32', learningRateFactor: 'f32' } as const),
} as const;

export function adam(o: Adam, context: LoweringContext): Call[] {
  const { rows, width } = context.rowsOf(o.parameter);
  return [update(o, fixed(rows) * width, width, 1, false)];
}

/** Rows of the table that are not in `types` (ascending) have a gradient of 0. */
export function adamRows(o: AdamRows, context: LoweringContext): Call[] {
  const { rows, width } = context.rowsOf(o.parameter);
  return [update(o, fixed(rows) * width, width, o.scale, true)];
}

const fixed = (rows: ReturnType<LoweringContext['rowsOf']>['rows']) => rows(noBatch);

function update(o: Adam | AdamRows, elements: number, width: number, scale: number, byRows: boolean): Call {
  const { beta1, beta2, epsilon, weightDecay = 0, learningRateFactor = 1 } = o;
  return call(adamKernel(byRows, o.norm !== undefined), {
    buffers: {
      ...{ parameter: o.parameter, gradient: o.gradient, first: o.firstMoment, second: o.secondMoment },
      ...('types' in o && { types: o.types }),
      ...(o.norm !== undefined && { norm: o.norm }),
    },
    constants: {
      ...{ elements, width, scale, epsilon, beta1, beta2 },
      ...{ take1: 1 - beta1, take2: 1 - beta2, lnBeta1: Math.log(beta1), lnBeta2: Math.log(beta2) },
      ...{ weightDecay, learningRateFactor },
    },
    groups: () => elementGroups(elements),
  });
}

/** Adam with bias correction 1 − βᵗ, computed as −expm1(t·ln β): subtracting a number near 1 from 1 loses precision in float32. */
const adamKernel = variants((byRows: boolean, clipped: boolean) =>
  makeKernel({
    name: byRows ? 'adamRows' : 'adam',
    buffers: {
      ...({ parameter: 'write f32', gradient: 'read f32', first: 'write f32', second: 'write f32' } as const),
      ...(byRows && { types: 'read i32' }),
      ...(clipped && { norm: 'read f32' }),
    },
    constants: adamConstants,
    threads: elementThreads,
    declarations: `
fn correction(lnBeta: f32) -> f32 {
  let x = f32(run.step) * lnBeta;
  if (x < -0.5) { return 1.0 - exp(x); }
  return -x * (1.0 + x / 2.0 * (1.0 + x / 3.0 * (1.0 + x / 4.0 * (1.0 + x / 5.0 * (1.0 + x / 6.0 * (1.0 + x / 7.0 * (1.0 + x / 8.0)))))));
}
${byRows ? rowGradient : 'fn gradientAt(element: u32) -> f32 { return gradient[element]; }'}`,
    body: `${elementPlace}
  if (element >= constants.elements) { return; }
  let g = constants.scale * ${clipped ? 'norm[1] * ' : ''}gradientAt(element);
  let m = constants.beta1 * first[element] + constants.take1 * g;
  let v = constants.beta2 * second[element] + constants.take2 * g * g;
  first[element] = m;
  second[element] = v;
  let rate = constants.learningRateFactor * run.learningRate;
  let change = rate / correction(constants.lnBeta1) * m / (sqrt(v / correction(constants.lnBeta2)) + constants.epsilon);
  parameter[element] = (1.0 - rate * constants.weightDecay) * parameter[element] - change;`,
  }),
);

/** Binary search in `types`. */
const rowGradient = `
fn gradientAt(element: u32) -> f32 {
  let row = i32(element / constants.width);
  var low = 0u;
  var high = run.types;
  while (low < high) {
    let middle = (low + high) / 2u;
    if (types[middle] < row) { low = middle + 1u; } else { high = middle; }
  }
  if (low == run.types || types[low] != row) { return 0.0; }
  return gradient[low * constants.width + element % constants.width];
}`;
