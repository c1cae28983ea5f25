import { multiply } from './embedding';
import { exp1, exp4 } from './math';
import { product } from './product';
import { addScaled, bytes, dot, largest, splat, sum } from './simd';

// One sentence and head at a time, [n queries, k keys] in a thread's own space: nothing of size L² leaves the cache.
// Item = sentence · heads + head; thread t takes the items t, t + threads, …, so the heads of a long sentence are divided among them.

/** Softmax of each row; an argument of −∞ gives exactly 0. */
function softmaxRows(a: usize, rows: i32, columns: i32): void {
  const whole = bytes(columns & ~3);
  const end = bytes(columns);
  for (let r = 0; r < rows; r++, a += end) {
    let m = splat(-Infinity);
    for (let i: usize = 0; i < whole; i += 16) m = f32x4.max(m, v128.load(a + i));
    let top = largest(m);
    for (let i = whole; i < end; i += 4) top = max(top, load<f32>(a + i));
    const shift = splat(top);
    let s = splat(0);
    for (let i: usize = 0; i < whole; i += 16) {
      const e = exp4(f32x4.sub(v128.load(a + i), shift));
      v128.store(a + i, e);
      s = f32x4.add(s, e);
    }
    let total = sum(s);
    for (let i = whole; i < end; i += 4) {
      const e = exp1(load<f32>(a + i) - top);
      store<f32>(a + i, e);
      total += e;
    }
    const inverse: f32 = 1 / total;
    for (let i: usize = 0; i < whole; i += 16) v128.store(a + i, f32x4.mul(splat(inverse), v128.load(a + i)));
    for (let i = whole; i < end; i += 4) store<f32>(a + i, inverse * load<f32>(a + i));
  }
}

/** a[n, k] = softmax(q·keysᵀ/√d + cut); `cut` is [n, n] or 0. */
function weightsOf(q: usize, width: i32, headWidth: i32, n: i32, k: i32, cut: usize, a: usize, scratch: usize): void {
  const scale: f32 = 1 / Mathf.sqrt(<f32>headWidth);
  product(false, true, n, k, headWidth, scale, q, 3 * width, q + bytes(width), 3 * width, false, a, k, scratch);
  if (cut != 0) for (let i = 0; i < n; i++) addScaled(a + bytes(i * k), cut + bytes(i * n), 1, k);
  softmaxRows(a, n, k);
}

export function attention(
  thread: i32, threads: i32, sentences: i32, width: i32, heads: i32, qkv: usize, starts: usize, keys: usize, cut: usize, pairStarts: usize,
  out: usize, scratch: usize, space: usize,
): void {
  const headWidth = width / heads;
  for (let item = thread; item < sentences * heads; item += threads) {
    const b = item / heads;
    const start = load<i32>(starts + bytes(b));
    const n = load<i32>(starts + bytes(b + 1)) - start;
    const k = load<i32>(keys + bytes(b));
    const column = (item % heads) * headWidth;
    const q = qkv + bytes(start * 3 * width + column);
    weightsOf(q, width, headWidth, n, k, cut == 0 ? 0 : cut + bytes(load<i32>(pairStarts + bytes(b))), space, scratch);
    product(false, false, n, headWidth, k, 1, space, k, q + bytes(2 * width), 3 * width, false, out + bytes(start * width + column), width, scratch);
  }
}

/** The attention weights, [n, n] per head; keys that do not exist have weight 0. */
export function attentionWeights(
  thread: i32, threads: i32, sentences: i32, width: i32, heads: i32, qkv: usize, starts: usize, keys: usize, pairStarts: usize,
  weights: usize, scratch: usize, space: usize,
): void {
  const headWidth = width / heads;
  for (let item = thread; item < sentences * heads; item += threads) {
    const b = item / heads;
    const head = item % heads;
    const start = load<i32>(starts + bytes(b));
    const n = load<i32>(starts + bytes(b + 1)) - start;
    const k = load<i32>(keys + bytes(b));
    weightsOf(qkv + bytes(start * 3 * width + head * headWidth), width, headWidth, n, k, 0, space, scratch);
    const to = weights + bytes(load<i32>(pairStarts + bytes(b)) * heads + head * n * n);
    for (let i = 0; i < n; i++) {
      memory.copy(to + bytes(i * n), space + bytes(i * k), bytes(k));
      memory.fill(to + bytes(i * n + k), 0, bytes(n - k));
    }
  }
}

/** `to` = `a` without the rows and columns of special tokens; `to` may be `a`. */
function contentWeights(to: usize, a: usize, n: i32, k: i32, content: usize): void {
  for (let i = 0; i < n; i++, to += bytes(k), a += bytes(k)) {
    if (load<f32>(content + bytes(i)) == 0) memory.fill(to, 0, bytes(k));
    else multiply(to, a, content, k);
  }
}

/**
 * Σ_ik A_ik·(1 − [i≠k]·S_ik), S = A·Aᵀ; where dA is wanted, dA_ik += factor·(1 − [i≠k]·S_ik), for pairs of content only. `content` 0: all are.
 */
function interactionTerms(a: usize, s: usize, n: i32, k: i32, factor: f32, content: usize, dA: usize): f32 {
  let total: f64 = 0;
  for (let i = 0; i < n; i++) {
    if (content != 0 && load<f32>(content + bytes(i)) == 0) continue;
    const row = bytes(i * k);
    if (i < k) store<f32>(s + row + bytes(i), 0);
    total += interactionRow(a + row, s + row, k, factor, content, dA == 0 ? 0 : dA + row);
  }
  return <f32>total;
}

function interactionRow(a: usize, s: usize, k: i32, factor: f32, content: usize, dA: usize): f32 {
  const whole = bytes(k & ~3);
  const one = splat(1);
  const f = splat(factor);
  let loss = splat(0);
  for (let i: usize = 0; i < whole; i += 16) {
    const t = f32x4.sub(content == 0 ? one : v128.load(content + i), v128.load(s + i));
    loss = f32x4.add(loss, f32x4.mul(v128.load(a + i), t));
    if (dA != 0) v128.store(dA + i, f32x4.add(v128.load(dA + i), f32x4.mul(f, t)));
  }
  let total = sum(loss);
  for (let i = whole; i < bytes(k); i += 4) {
    const t = (content == 0 ? <f32>1 : load<f32>(content + i)) - load<f32>(s + i);
    total += load<f32>(a + i) * t;
    if (dA != 0) store<f32>(dA + i, load<f32>(dA + i) + factor * t);
  }
  return total;
}

export function interactionLoss(
  thread: i32, threads: i32, sentences: i32, width: i32, heads: i32, qkv: usize, starts: usize, keys: usize, content: usize, loss: usize,
  scratch: usize, space: usize,
): void {
  const headWidth = width / heads;
  for (let item = thread; item < sentences * heads; item += threads) {
    const b = item / heads;
    const start = load<i32>(starts + bytes(b));
    const n = load<i32>(starts + bytes(b + 1)) - start;
    const k = load<i32>(keys + bytes(b));
    const s = space + bytes(n * k);
    weightsOf(qkv + bytes(start * 3 * width + (item % heads) * headWidth), width, headWidth, n, k, 0, space, scratch);
    const own: usize = content == 0 ? 0 : content + bytes(start);
    if (own != 0) contentWeights(space, space, n, k, own);
    product(false, true, n, k, k, 1, space, k, space, k, false, s, k, scratch);
    store<f32>(loss + bytes(item), interactionTerms(space, s, n, k, 0, own, 0));
  }
}

export function attentionBackward(
  thread: i32, threads: i32, sentences: i32, pairs: i32, width: i32, heads: i32, qkv: usize, starts: usize, keys: usize, dOut: usize,
  weight: f32, content: usize, loss: usize, dQkv: usize, scratch: usize, space: usize,
): void {
  const headWidth = width / heads;
  const factor: f32 = weight / (<f32>heads * <f32>pairs);
  for (let item = thread; item < sentences * heads; item += threads) {
    const b = item / heads;
    const start = load<i32>(starts + bytes(b));
    const n = load<i32>(starts + bytes(b + 1)) - start;
    const k = load<i32>(keys + bytes(b));
    const at = bytes(start * 3 * width + (item % heads) * headWidth);
    const d = dOut + bytes(start * width + (item % heads) * headWidth);
    const own: usize = content == 0 ? 0 : content + bytes(start);
    const sum: usize = loss == 0 ? 0 : loss + bytes(item);
    headBackward(qkv + at, d, dQkv + at, width, headWidth, n, k, factor, own, sum, scratch, space);
  }
}

/**
 * Backward of one head of one sentence; stores its interaction sum at `loss`, unless that is 0. Space: A, dA, S and, with `content`, A of the
 * content, [n, k] each.
 */
function headBackward(
  q: usize, d: usize, dQ: usize, width: i32, headWidth: i32, n: i32, k: i32, factor: f32, content: usize, loss: usize, scratch: usize,
  space: usize,
): void {
  const stride = 3 * width;
  const dA = space + bytes(n * k);
  const s = dA + bytes(n * k);
  weightsOf(q, width, headWidth, n, k, 0, space, scratch);
  product(false, true, n, k, headWidth, 1, d, width, q + bytes(2 * width), stride, false, dA, k, scratch);
  if (loss != 0) {
    const a = content == 0 ? space : s + bytes(n * k);
    if (content != 0) contentWeights(a, space, n, k, content);
    store<f32>(loss, interactionBackward(a, dA, s, n, k, factor, content, scratch));
  }
  softmaxBackward(space, dA, n, k, 1 / Mathf.sqrt(<f32>headWidth));
  const dKeys = dQ + bytes(width);
  const dValues = dKeys + bytes(width);
  product(false, false, n, headWidth, k, 1, dA, k, q + bytes(width), stride, false, dQ, stride, scratch);
  product(true, false, k, headWidth, n, 1, dA, k, q, stride, false, dKeys, stride, scratch);
  product(true, false, k, headWidth, n, 1, space, k, d, width, false, dValues, stride, scratch);
  for (let i = k; i < n; i++) {
    memory.fill(dKeys + bytes(i * stride), 0, bytes(headWidth));
    memory.fill(dValues + bytes(i * stride), 0, bytes(headWidth));
  }
}

/**
 * With T_ik = −factor·[i≠k]·A_ik, dA gains T·A (rows up to k) + Tᵀ·A in addition to the direct term. Both are made of A itself, so that no T is
 * stored: −factor·(A·A + Aᵀ·A − 2·diag(A)·A).
 */
function interactionBackward(a: usize, dA: usize, s: usize, n: i32, k: i32, factor: f32, content: usize, scratch: usize): f32 {
  product(false, true, n, k, k, 1, a, k, a, k, false, s, k, scratch);
  const loss = interactionTerms(a, s, n, k, factor, content, factor == 0 ? 0 : dA);
  if (factor == 0) return loss;
  product(false, false, n, k, k, -factor, a, k, a, k, true, dA, k, scratch);
  product(true, false, k, k, n, -factor, a, k, a, k, true, dA, k, scratch);
  for (let i = 0; i < k; i++) {
    const row = bytes(i * k);
    addScaled(dA + row, a + row, 2 * factor * load<f32>(a + row + bytes(i)), k);
  }
  return loss;
}

/** dA becomes scale · A∘(dA − rowsum(A∘dA)). */
function softmaxBackward(a: usize, dA: usize, n: i32, k: i32, scale: f32): void {
  const f = splat(scale);
  for (let i = 0; i < n; i++, a += bytes(k), dA += bytes(k)) {
    const mean = dot(a, dA, k);
    const m = splat(mean);
    let c: usize = 0;
    for (; c < bytes(k & ~3); c += 16) {
      v128.store(dA + c, f32x4.mul(f32x4.mul(f, v128.load(a + c)), f32x4.sub(v128.load(dA + c), m)));
    }
    for (; c < bytes(k); c += 4) store<f32>(dA + c, scale * load<f32>(a + c) * (load<f32>(dA + c) - mean));
  }
}
