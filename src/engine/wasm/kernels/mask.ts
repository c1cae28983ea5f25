import { exp1 } from './math';
import { threefry1, uniform } from './random';
import { bytes, share } from './simd';

/** Two Gumbel(0,1) numbers per row; logarithms in float64, so that their rounding changes no decision. */
export function gumbel(thread: i32, threads: i32, rows: i32, seed: i32, site: i32, step: i32, firstRow: i32, out: usize): void {
  const last = share(thread + 1, threads, rows, 1);
  for (let i = share(thread, threads, rows, 1); i < last; i++) {
    const words = threefry1(seed, site, step, firstRow + i);
    store<f32>(out + bytes(2 * i), <f32>-Math.log(-Math.log(uniform(<u32>words))));
    store<f32>(out + bytes(2 * i), <f32>-Math.log(-Math.log(uniform(<u32>(words >> 32)))), 4);
  }
}

/** 1 / (1 + e^−x) */
@inline
function sigmoid(x: f32): f32 {
  return 1 / (1 + exp1(-x));
}

/** Logit of "keep" over "drop" of a type. */
@inline
function keepLogit(logits: usize, type: i32): f32 {
  const at = logits + bytes(2 * type);
  return load<f32>(at, 4) - load<f32>(at);
}

/** Logits of pinned types such that their keep probability is 1 exactly. */
export function pinLogits(thread: i32, threads: i32, types: i32, logits: usize, pinned: usize): void {
  const last = share(thread + 1, threads, types, 1);
  for (let t = share(thread, threads, types, 1); t < last; t++) {
    if (load<i32>(pinned + bytes(t)) == 0) continue;
    store<f32>(logits + bytes(2 * t), -1000);
    store<f32>(logits + bytes(2 * t), 1000, 4);
  }
}

export function sampleKeep(
  thread: i32, threads: i32, rows: i32, logits: usize, typeOf: usize, noise: usize, temperature: f32, keep: usize, soft: usize,
): void {
  const last = share(thread + 1, threads, rows, 1);
  for (let i = share(thread, threads, rows, 1); i < last; i++) {
    const at = logits + bytes(2 * load<i32>(typeOf + bytes(i)));
    const drop = load<f32>(at) + load<f32>(noise + bytes(2 * i));
    const stay = load<f32>(at, 4) + load<f32>(noise + bytes(2 * i), 4);
    store<f32>(keep + bytes(i), stay > drop ? 1 : 0);
    store<f32>(soft + bytes(i), sigmoid((stay - drop) / temperature));
  }
}

export function sampleKeepBackward(
  thread: i32, threads: i32, types: i32, dKeep: usize, soft: usize, temperature: f32, occurrenceStarts: usize, occurrences: usize, dLogits: usize,
): void {
  const last = share(thread + 1, threads, types, 1);
  for (let t = share(thread, threads, types, 1); t < last; t++) {
    let total: f32 = 0;
    const end = load<i32>(occurrenceStarts + bytes(t + 1));
    for (let o = load<i32>(occurrenceStarts + bytes(t)); o < end; o++) {
      const i = load<i32>(occurrences + bytes(o));
      const s = load<f32>(soft + bytes(i));
      total += load<f32>(dKeep + bytes(i)) * s * (1 - s);
    }
    total /= temperature;
    store<f32>(dLogits + bytes(2 * t), -total);
    store<f32>(dLogits + bytes(2 * t), total, 4);
  }
}

export function keepProbability(thread: i32, threads: i32, rows: i32, logits: usize, typeOf: usize, keep: usize): void {
  const last = share(thread + 1, threads, rows, 1);
  for (let i = share(thread, threads, rows, 1); i < last; i++) {
    store<f32>(keep + bytes(i), sigmoid(keepLogit(logits, load<i32>(typeOf + bytes(i)))));
  }
}

/** ln of sigmoid(x) */
function logSigmoid(x: f32): f32 {
  return <f32>(min(<f64>x, 0) - Math.log1p(Math.exp(-abs(<f64>x))));
}

/** p·ln p + (1−p)·ln(1−p); its derivative by the logit x of p is p·(1−p)·x. */
export function informationLoss(
  thread: i32, threads: i32, rows: i32, types: i32, count: i32, logits: usize, typeOf: usize, occurrenceStarts: usize, loss: usize, dLogits: usize, weight: f32,
): void {
  const last = share(thread + 1, threads, rows, 1);
  for (let i = share(thread, threads, rows, 1); i < last; i++) {
    const x = keepLogit(logits, load<i32>(typeOf + bytes(i)));
    const p = sigmoid(x);
    store<f32>(loss + bytes(i), p * logSigmoid(x) + (1 - p) * logSigmoid(-x));
  }
  if (dLogits == 0) return;
  const lastType = share(thread + 1, threads, types, 1);
  for (let t = share(thread, threads, types, 1); t < lastType; t++) {
    const x = keepLogit(logits, t);
    const p = sigmoid(x);
    const occurrences = load<i32>(occurrenceStarts + bytes(t + 1)) - load<i32>(occurrenceStarts + bytes(t));
    const d = (weight * <f32>occurrences * p * (1 - p) * x) / <f32>count;
    const at = dLogits + bytes(2 * t);
    store<f32>(at, load<f32>(at) - d);
    store<f32>(at, load<f32>(at, 4) + d, 4);
  }
}
