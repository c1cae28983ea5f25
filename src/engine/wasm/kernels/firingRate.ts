import { bytes, share, splat } from './simd';

/** firing[0] += rows where x > 0, firing[1] = the largest of x, firing[2] += rows; by columns shared among the threads. */
export function countFiring(thread: i32, threads: i32, rows: i32, width: i32, x: usize, firing: usize): void {
  const last = share(thread + 1, threads, width, 16);
  const stride = bytes(width);
  const zero = splat(0);
  const one = splat(1);
  let f = share(thread, threads, width, 16);
  for (; f + 4 <= last; f += 4) {
    let count = zero;
    let largest = zero;
    let at = x + bytes(f);
    for (let r = 0; r < rows; r++, at += stride) {
      const v = v128.load(at);
      count = f32x4.add(count, v128.and(one, f32x4.gt(v, zero)));
      largest = f32x4.max(largest, v);
    }
    const own = firing + bytes(f);
    v128.store(own, f32x4.add(v128.load(own), count));
    v128.store(own + stride, f32x4.max(v128.load(own + stride), largest));
    v128.store(own + 2 * stride, f32x4.add(v128.load(own + 2 * stride), splat(<f32>rows)));
  }
  for (; f < last; f++) {
    let count: f32 = 0;
    let largest: f32 = 0;
    let at = x + bytes(f);
    for (let r = 0; r < rows; r++, at += stride) {
      const v = load<f32>(at);
      if (v > 0) count += 1;
      largest = max<f32>(largest, v);
    }
    const own = firing + bytes(f);
    store<f32>(own, load<f32>(own) + count);
    store<f32>(own + stride, max<f32>(load<f32>(own + stride), largest));
    store<f32>(own + 2 * stride, load<f32>(own + 2 * stride) + <f32>rows);
  }
}

/** First neuron of a group, the first f with ⌊f·groups / width⌋ = group. */
@inline
function startOf(group: i32, groups: i32, width: i32): i32 {
  return (group * width + groups - 1) / groups;
}

/** Few numbers, hence by one thread. */
export function steerBias(
  thread: i32, threads: i32, width: i32, firing: usize, bias: usize, every: i32, highest: f64, groups: i32, size: f32, step: i32,
): void {
  if (thread != 0 || step % every != 0) return;
  const stride = bytes(width);
  for (let g = 0; g < groups; g++) {
    const first = startOf(g, groups, width);
    const end = startOf(g + 1, groups, width);
    const target = highest * Math.pow(2, -g);
    let sum: f64 = 0;
    let firings = 0;
    for (let f = first; f < end; f++) {
      if (load<f32>(firing + bytes(f)) == 0) continue;
      sum += <f64>load<f32>(firing + stride + bytes(f));
      firings++;
    }
    const mean = firings == 0 ? <f32>0 : <f32>(sum / <f64>firings);
    for (let f = first; f < end; f++) {
      const count = load<f32>(firing + bytes(f));
      const at = bias + bytes(f);
      if (count == 0) store<f32>(at, load<f32>(at) + size * mean);
      else if (count > <f32>target * load<f32>(firing + 2 * stride + bytes(f))) store<f32>(at, load<f32>(at) - size * load<f32>(firing + stride + bytes(f)));
    }
  }
  memory.fill(firing, 0, 3 * stride);
}
