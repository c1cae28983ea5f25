import type { CountFiring, SteerBias } from '../../operations/firingRate.ts';
import type { LoweringContext } from '../context.ts';
import { call, makeKernel, type Call } from '../kernel.ts';
import { elementGroups, elementPlace, elementThreads } from './rows.ts';

/** One thread per neuron. */
export function countFiring(o: CountFiring, context: LoweringContext): Call[] {
  const width = context.width(o.x);
  return [
    call(countKernel, {
      buffers: { x: o.x, firing: o.firing },
      constants: { width },
      groups: () => elementGroups(width),
    }),
  ];
}

const countKernel = makeKernel({
  name: 'countFiring',
  buffers: { x: 'read f32', firing: 'write f32' },
  constants: { width: 'u32' },
  threads: elementThreads,
  body: `${elementPlace}
  if (element >= constants.width) { return; }
  var count = 0.0;
  var largest = 0.0;
  for (var row = 0u; row < run.rows; row++) {
    let value = x[row * constants.width + element];
    if (value > 0.0) { count += 1.0; }
    largest = max(largest, value);
  }
  firing[element] += count;
  firing[constants.width + element] = max(firing[constants.width + element], largest);
  firing[2u * constants.width + element] += f32(run.rows);`,
});

export function steerBias(o: SteerBias, context: LoweringContext): Call[] {
  const width = context.dim(o.bias, 0);
  const { every, highest, groups, size } = o;
  const shared = { constants: { width, every, highest, groups, size }, groups: () => elementGroups(width) };
  return [
    call(steerKernel, { buffers: { firing: o.firing, bias: o.bias }, ...shared }),
    call(forgetKernel, { buffers: { firing: o.firing }, ...shared }),
  ];
}

/** The mean is computed by the few neurons that never fired, each for itself. */
const steerKernel = makeKernel({
  name: 'steerBias',
  buffers: { firing: 'read f32', bias: 'write f32' },
  constants: { width: 'u32', every: 'u32', groups: 'u32', highest: 'f32', size: 'f32' },
  threads: elementThreads,
  body: `${elementPlace}
  let width = constants.width;
  if (element >= width || run.step % constants.every != 0u) { return; }
  let own = element * constants.groups / width;
  let goal = constants.highest * exp2(-f32(own));
  let count = firing[element];
  if (count > goal * firing[2u * width + element]) { bias[element] -= constants.size * firing[width + element]; }
  if (count > 0.0) { return; }
  var sum = 0.0;
  var firings = 0.0;
  for (var f = (own * width + constants.groups - 1u) / constants.groups; f < width && f * constants.groups / width == own; f++) {
    if (firing[f] > 0.0) {
      sum += firing[width + f];
      firings += 1.0;
    }
  }
  if (firings > 0.0) { bias[element] += constants.size * sum / firings; }`,
});

const forgetKernel = makeKernel({
  name: 'steerBias, forget',
  buffers: { firing: 'write f32' },
  constants: { width: 'u32', every: 'u32' },
  threads: elementThreads,
  body: `${elementPlace}
  if (element >= constants.width || run.step % constants.every != 0u) { return; }
  for (var i = 0u; i < 3u; i++) { firing[i * constants.width + element] = 0.0; }`,
});
