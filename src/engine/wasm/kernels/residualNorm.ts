import { barrier } from './barrier';
import { multiply } from './embedding';
import { dropoutRow } from './random';
import { addScaled, bytes, fma, share, splat, sum } from './simd';

/** Row sum. */
export function total(x: usize, n: i32): f32 {
  let s = splat(0);
  let c = 0;
  for (; c + 4 <= n; c += 4) s = f32x4.add(s, v128.load(x + bytes(c)));
  let t = sum(s);
  for (; c < n; c++) t += load<f32>(x + bytes(c));
  return t;
}

/** x −= mean; returns Σ of the squares. */
export function centre(x: usize, n: i32, mean: f32): f32 {
  const m = splat(mean);
  let s = splat(0);
  let c = 0;
  for (; c + 4 <= n; c += 4) {
    const d = f32x4.sub(v128.load(x + bytes(c)), m);
    v128.store(x + bytes(c), d);
    s = fma(d, d, s);
  }
  let t = sum(s);
  for (; c < n; c++) {
    const d = load<f32>(x + bytes(c)) - mean;
    store<f32>(x + bytes(c), d);
    t += d * d;
  }
  return t;
}

/** to = x + branch ∘ factors; factors 0: no dropout. */
export function addBranch(to: usize, x: usize, branch: usize, factors: usize, n: i32): void {
  let c = 0;
  for (; c + 4 <= n; c += 4) {
    const at = bytes(c);
    const value = v128.load(branch + at);
    v128.store(to + at, f32x4.add(v128.load(x + at), factors == 0 ? value : f32x4.mul(value, v128.load(factors + at))));
  }
  for (; c < n; c++) {
    const at = bytes(c);
    const value = load<f32>(branch + at);
    store<f32>(to + at, load<f32>(x + at) + (factors == 0 ? value : value * load<f32>(factors + at)));
  }
}

/** normalized = x · inverse; y = normalized ∘ gamma + beta. */
export function scaleAndShift(normalized: usize, y: usize, gamma: usize, beta: usize, inverse: f32, n: i32): void {
  const f = splat(inverse);
  let c = 0;
  for (; c + 4 <= n; c += 4) {
    const at = bytes(c);
    const value = f32x4.mul(f, v128.load(normalized + at));
    v128.store(normalized + at, value);
    v128.store(y + at, fma(value, v128.load(gamma + at), v128.load(beta + at)));
  }
  for (; c < n; c++) {
    const at = bytes(c);
    const value = inverse * load<f32>(normalized + at);
    store<f32>(normalized + at, value);
    store<f32>(y + at, value * load<f32>(gamma + at) + load<f32>(beta + at));
  }
}

export function residualNorm(
  thread: i32, threads: i32, rows: i32, width: i32, x: usize, branch: usize, gamma: usize, beta: usize, epsilon: f32,
  normalized: usize, inverseDeviation: usize, y: usize, seed: i32, site: i32, step: i32, firstRow: i32, threshold: i32, kept: f32, scratch: usize,
): void {
  const last = share(thread + 1, threads, rows, 1);
  for (let i = share(thread, threads, rows, 1); i < last; i++) {
    const at = bytes(i * width);
    const factors: usize = threshold == 0 ? 0 : dropoutRow(scratch, seed, site, step, threshold, kept, (firstRow + i) * width, width);
    addBranch(normalized + at, x + at, branch + at, factors, width);
    const mean = total(normalized + at, width) / <f32>width;
    const inverse: f32 = 1 / Mathf.sqrt(centre(normalized + at, width, mean) / <f32>width + epsilon);
    store<f32>(inverseDeviation + bytes(i), inverse);
    scaleAndShift(normalized + at, y + at, gamma, beta, inverse, width);
  }
}

/** Rows of gamma's and beta's gradients are summed in this many groups, whatever the number of threads. */
export const GROUPS: i32 = 32;

/** `partial` is shared and holds 2 · 32 rows. dGamma or dBeta 0: not wanted. */
export function residualNormBackward(
  thread: i32, threads: i32, rows: i32, width: i32, dY: usize, gamma: usize, normalized: usize, inverseDeviation: usize,
  dGamma: usize, dBeta: usize, dX: usize, dBranch: usize, seed: i32, site: i32, step: i32, firstRow: i32, threshold: i32, kept: f32,
  scratch: usize, partial: usize,
): void {
  for (let group = thread; group < GROUPS; group += threads) {
    const groupGamma = partial + bytes(2 * group * width);
    const groupBeta = groupGamma + bytes(width);
    memory.fill(groupGamma, 0, bytes(2 * width));
    const last = share(group + 1, GROUPS, rows, 1);
    for (let i = share(group, GROUPS, rows, 1); i < last; i++) {
      const at = bytes(i * width);
      rowBackward(dY + at, gamma, normalized + at, load<f32>(inverseDeviation + bytes(i)), groupGamma, groupBeta, dX + at, width);
      if (threshold == 0) memory.copy(dBranch + at, dX + at, bytes(width));
      else multiply(dBranch + at, dX + at, dropoutRow(scratch, seed, site, step, threshold, kept, (firstRow + i) * width, width), width);
    }
  }
  barrier();
  if (thread != 0) return;
  sumGroups(dGamma, partial, width);
  sumGroups(dBeta, partial + bytes(width), width);
}

/** out = Σ over groups of every second row of `partial`; out 0: not wanted. */
export function sumGroups(out: usize, partial: usize, width: i32): void {
  if (out == 0) return;
  memory.fill(out, 0, bytes(width));
  for (let group = 0; group < GROUPS; group++) addScaled(out, partial + bytes(2 * group * width), 1, width);
}

/** With t = dY∘gamma: dX = inverse · (t − mean(t) − normalized · mean(t∘normalized)). */
export function rowBackward(dY: usize, gamma: usize, normalized: usize, inverse: f32, dGamma: usize, dBeta: usize, dX: usize, n: i32): void {
  let s = splat(0);
  let q = splat(0);
  let c = 0;
  for (; c + 4 <= n; c += 4) {
    const at = bytes(c);
    const d = v128.load(dY + at);
    const x = v128.load(normalized + at);
    const t = f32x4.mul(d, v128.load(gamma + at));
    s = f32x4.add(s, t);
    q = fma(t, x, q);
    v128.store(dGamma + at, fma(d, x, v128.load(dGamma + at)));
    v128.store(dBeta + at, f32x4.add(d, v128.load(dBeta + at)));
  }
  let meanT = sum(s);
  let meanTx = sum(q);
  for (; c < n; c++) {
    const at = bytes(c);
    const d = load<f32>(dY + at);
    const x = load<f32>(normalized + at);
    const t = d * load<f32>(gamma + at);
    meanT += t;
    meanTx += t * x;
    store<f32>(dGamma + at, load<f32>(dGamma + at) + d * x);
    store<f32>(dBeta + at, load<f32>(dBeta + at) + d);
  }
  meanT /= <f32>n;
  meanTx /= <f32>n;
  const mt = splat(meanT);
  const mtx = splat(meanTx);
  const f = splat(inverse);
  for (c = 0; c + 4 <= n; c += 4) {
    const at = bytes(c);
    const t = f32x4.mul(v128.load(dY + at), v128.load(gamma + at));
    v128.store(dX + at, f32x4.mul(f, f32x4.sub(f32x4.sub(t, mt), f32x4.mul(v128.load(normalized + at), mtx))));
  }
  for (; c < n; c++) {
    const at = bytes(c);
    const t = load<f32>(dY + at) * load<f32>(gamma + at);
    store<f32>(dX + at, inverse * (t - meanT - load<f32>(normalized + at) * meanTx));
  }
}
