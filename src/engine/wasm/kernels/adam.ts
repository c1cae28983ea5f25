import { barrier } from './barrier';
import { addScaled, bytes, share, splat } from './simd';

const BLOCK: i32 = 4096;

/** sum (+)= x, of rows · width elements. */
export function accumulate(thread: i32, threads: i32, rows: i32, width: i32, x: usize, sum: usize, add: bool): void {
  const first = share(thread, threads, rows * width, 16);
  const count = share(thread + 1, threads, rows * width, 16) - first;
  if (add) addScaled(sum + bytes(first), x + bytes(first), 1, count);
  else memory.copy(sum + bytes(first), x + bytes(first), bytes(count));
}

/** total (+)= Σ (scale·x)² over rows · width elements, in blocks of fixed size; `partial` is shared, one float64 per block. */
export function addSquares(thread: i32, threads: i32, rows: i32, width: i32, x: usize, scale: f32, add: bool, total: usize, partial: usize): void {
  const count = rows * width;
  const blocks = (count + BLOCK - 1) / BLOCK;
  for (let block = thread; block < blocks; block += threads) {
    const end = min(count, (block + 1) * BLOCK);
    let s: f64 = 0;
    for (let i = block * BLOCK; i < end; i++) {
      const value = <f64>(scale * load<f32>(x + bytes(i)));
      s += value * value;
    }
    store<f64>(partial + (<usize>block << 3), s);
  }
  barrier();
  if (thread != 0) return;
  let sum: f64 = add ? load<f64>(total) : 0;
  for (let block = 0; block < blocks; block++) sum += load<f64>(partial + (<usize>block << 3));
  store<f64>(total, sum);
}

/** norm = (√total, the factor that brings it to `maxNorm` at most). */
export function clipFactor(thread: i32, threads: i32, total: usize, maxNorm: f64, norm: usize): void {
  if (thread != 0) return;
  const length = Math.sqrt(load<f64>(total));
  store<f32>(norm, <f32>length);
  store<f32>(norm, <f32>min<f64>(1, maxNorm / (length + 1e-6)), 4);
}

/** Adam over `count` elements; gradient 0: the gradient is zero. The parameters are first multiplied by `decay`. */
function update(
  parameter: usize, gradient: usize, first: usize, second: usize, count: i32, factor: f32, beta1: f64, beta2: f64, epsilon: f32,
  stepSize: f32, correction: f32, decay: f32,
): void {
  const keep1 = <f32>beta1;
  const keep2 = <f32>beta2;
  const take1 = <f32>(1 - beta1); // of the float64: 1 − float32(0.999) is off by 5e-5
  const take2 = <f32>(1 - beta2);
  const b1 = splat(keep1);
  const b2 = splat(keep2);
  const c1 = splat(take1);
  const c2 = splat(take2);
  const f = splat(factor);
  const e = splat(epsilon);
  const size = splat(stepSize);
  const root = splat(correction);
  const kept = splat(decay);
  let i: usize = 0;
  for (; i < bytes(count & ~3); i += 16) {
    const g = gradient == 0 ? splat(0) : f32x4.mul(f, v128.load(gradient + i));
    const m = f32x4.add(f32x4.mul(b1, v128.load(first + i)), f32x4.mul(c1, g));
    const v = f32x4.add(f32x4.mul(b2, v128.load(second + i)), f32x4.mul(c2, f32x4.mul(g, g)));
    v128.store(first + i, m);
    v128.store(second + i, v);
    const change = f32x4.div(f32x4.mul(size, m), f32x4.add(f32x4.mul(f32x4.sqrt(v), root), e));
    v128.store(parameter + i, f32x4.sub(f32x4.mul(kept, v128.load(parameter + i)), change));
  }
  for (; i < bytes(count); i += 4) {
    const g = gradient == 0 ? <f32>0 : factor * load<f32>(gradient + i);
    const m = keep1 * load<f32>(first + i) + take1 * g;
    const v = keep2 * load<f32>(second + i) + take2 * (g * g);
    store<f32>(first + i, m);
    store<f32>(second + i, v);
    store<f32>(parameter + i, decay * load<f32>(parameter + i) - (stepSize * m) / (Mathf.sqrt(v) * correction + epsilon));
  }
}

/** lr / (1 − β₁ᵗ) and 1 / √(1 − β₂ᵗ). */
@inline
function stepSize(learningRate: f64, beta1: f64, step: i32): f32 {
  return <f32>(learningRate / (1 - Math.pow(beta1, <f64>step)));
}

@inline
function rootCorrection(beta2: f64, step: i32): f32 {
  return <f32>(1 / Math.sqrt(1 - Math.pow(beta2, <f64>step)));
}

export function adam(
  thread: i32, threads: i32, count: i32, parameter: usize, gradient: usize, firstMoment: usize, secondMoment: usize,
  beta1: f64, beta2: f64, epsilon: f32, weightDecay: f64, learningRateFactor: f64, norm: usize, step: i32, learningRate: f64,
): void {
  const rate = learningRateFactor * learningRate;
  const from = share(thread, threads, count, 16);
  const at = bytes(from);
  const factor: f32 = norm == 0 ? 1 : load<f32>(norm, 4);
  const length = share(thread + 1, threads, count, 16) - from;
  update(parameter + at, gradient + at, firstMoment + at, secondMoment + at, length, factor, beta1, beta2, epsilon, stepSize(rate, beta1, step), rootCorrection(beta2, step), <f32>(1 - rate * weightDecay));
}

/** Rows of the table that are not among `types` (ascending) have gradient zero. */
export function adamRows(
  thread: i32, threads: i32, rows: i32, width: i32, types: i32, typeIds: usize, parameter: usize, gradient: usize, firstMoment: usize, secondMoment: usize,
  beta1: f64, beta2: f64, epsilon: f32, weightDecay: f64, learningRateFactor: f64, norm: usize, scale: f32, step: i32, learningRate: f64,
): void {
  const rate = learningRateFactor * learningRate;
  const size = stepSize(rate, beta1, step);
  const decay = <f32>(1 - rate * weightDecay);
  const root = rootCorrection(beta2, step);
  const factor: f32 = norm == 0 ? scale : scale * load<f32>(norm, 4);
  const last = share(thread + 1, threads, rows, 1);
  let row = share(thread, threads, rows, 1);
  let t = lowerBound(typeIds, types, row);
  while (row < last) {
    const isType = t < types && load<i32>(typeIds + bytes(t)) == row;
    const next = isType ? row + 1 : t < types ? min(last, load<i32>(typeIds + bytes(t))) : last;
    const at = bytes(row * width);
    const d: usize = isType ? gradient + bytes(t * width) : 0;
    update(parameter + at, d, firstMoment + at, secondMoment + at, (next - row) * width, factor, beta1, beta2, epsilon, size, root, decay);
    if (isType) t++;
    row = next;
  }
}

/** First t with ids[t] ≥ id. */
function lowerBound(ids: usize, count: i32, id: i32): i32 {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (load<i32>(ids + bytes(middle)) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}
