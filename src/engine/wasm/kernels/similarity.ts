import { bytes, fma, share, splat } from './simd';

/** Limits below which a neuron fires at one row alone: of Σ a_i·a_j, relative to (Σ a)² and absolute. */
const minPairs: f32 = 1e-20;
const minPairsShare: f32 = 1e-6;

/** First kernel of SimilarityLoss: sums and scores, by columns. content 0: all rows count. */
export function similarityScores(
  thread: i32, threads: i32, types: i32, width: i32, x: usize, occurrenceStarts: usize, occurrences: usize, content: usize, sums: usize, scores: usize,
): void {
  const first = share(thread, threads, width, 16);
  const columns = share(thread + 1, threads, width, 16) - first;
  if (columns == 0) return;
  const same = scores + bytes(first);
  const pairs = same + bytes(width);
  const total = pairs + bytes(width);
  for (let plane = 0; plane < 3; plane++) memory.fill(same + bytes(plane * width), 0, bytes(columns));
  for (let t = 0; t < types; t++) {
    const sum = sums + bytes(t * width + first);
    memory.fill(sum, 0, bytes(columns));
    const start = load<i32>(occurrenceStarts + bytes(t));
    const end = load<i32>(occurrenceStarts + bytes(t + 1));
    for (let o = start; o < end; o++) {
      const i = load<i32>(occurrences + bytes(o));
      if (isContent(content, i)) addPositive(sum, x + bytes(i * width + first), columns);
    }
    for (let o = start; o < end; o++) {
      const i = load<i32>(occurrences + bytes(o));
      if (isContent(content, i)) addPairs(same, x + bytes(i * width + first), sum, columns);
    }
    addPositive(total, sum, columns);
  }
  for (let o = 0; o < load<i32>(occurrenceStarts + bytes(types)); o++) {
    const i = load<i32>(occurrences + bytes(o));
    if (isContent(content, i)) addPairs(pairs, x + bytes(i * width + first), total, columns);
  }
  for (let c = 0; c < columns; c++) {
    const all = load<f32>(total + bytes(c));
    const ofAll = load<f32>(pairs + bytes(c));
    const inverse: f32 = ofAll > max(minPairsShare * all * all, minPairs) ? 1 / ofAll : 0;
    store<f32>(same + bytes(c), load<f32>(same + bytes(c)) * inverse);
    store<f32>(pairs + bytes(c), inverse);
  }
}

@inline
function isContent(content: usize, row: i32): bool {
  return content == 0 || load<f32>(content + bytes(row)) != 0;
}

/** y += max(x, 0) */
function addPositive(y: usize, x: usize, n: i32): void {
  let c = 0;
  for (; c + 4 <= n; c += 4) {
    const at = bytes(c);
    v128.store(y + at, f32x4.add(v128.load(y + at), f32x4.max(v128.load(x + at), splat(0))));
  }
  for (; c < n; c++) store<f32>(y + bytes(c), load<f32>(y + bytes(c)) + max<f32>(load<f32>(x + bytes(c)), 0));
}

/** y += a · (sum − a), a = max(x, 0) */
function addPairs(y: usize, x: usize, sum: usize, n: i32): void {
  let c = 0;
  for (; c + 4 <= n; c += 4) {
    const at = bytes(c);
    const a = f32x4.max(v128.load(x + at), splat(0));
    v128.store(y + at, fma(a, f32x4.sub(v128.load(sum + at), a), v128.load(y + at)));
  }
  for (; c < n; c++) {
    const a = max<f32>(load<f32>(x + bytes(c)), 0);
    store<f32>(y + bytes(c), load<f32>(y + bytes(c)) + a * (load<f32>(sum + bytes(c)) - a));
  }
}

/** Second kernel of SimilarityLoss: the loss, and its gradient by rows. dX 0: not wanted. */
export function similarityLoss(
  thread: i32, threads: i32, rows: i32, sentences: i32, batchSentences: i32, width: i32, x: usize, typeOf: usize, content: usize, sums: usize, scores: usize,
  loss: usize, weight: f32, dX: usize,
): void {
  let neurons = 0;
  let score: f64 = 0;
  for (let c = 0; c < width; c++) {
    if (load<f32>(scores + bytes(width + c)) > 0) neurons++;
    score += <f64>load<f32>(scores + bytes(c));
  }
  const value: f32 = neurons > 0 ? <f32>(1 - score / <f64>neurons) : 1;
  if (thread == 0) for (let b = 0; b < sentences; b++) store<f32>(loss + bytes(b), value);
  if (dX == 0 || neurons == 0) return;
  const factor: f32 = (-2 * weight * <f32>sentences) / (<f32>batchSentences * <f32>neurons);
  const last = share(thread + 1, threads, rows, 1);
  for (let i = share(thread, threads, rows, 1); i < last; i++) {
    if (!isContent(content, i)) continue;
    const sum = sums + bytes(load<i32>(typeOf + bytes(i)) * width);
    addSlopes(dX + bytes(i * width), x + bytes(i * width), sum, scores, width, factor);
  }
}

/** dX += factor · inverse · ((sum − x) − score · (total − x)) where x > 0 */
function addSlopes(dX: usize, x: usize, sum: usize, scores: usize, width: i32, factor: f32): void {
  const inverses = scores + bytes(width);
  const totals = inverses + bytes(width);
  const f = splat(factor);
  let c = 0;
  for (; c + 4 <= width; c += 4) {
    const at = bytes(c);
    const own = v128.load(x + at);
    const others = f32x4.mul(v128.load(scores + at), f32x4.sub(v128.load(totals + at), own));
    const slope = f32x4.mul(v128.load(inverses + at), f32x4.sub(f32x4.sub(v128.load(sum + at), own), others));
    const fires = f32x4.gt(own, splat(0));
    v128.store(dX + at, f32x4.add(v128.load(dX + at), v128.and(f32x4.mul(f, slope), fires)));
  }
  for (; c < width; c++) {
    const own = load<f32>(x + bytes(c));
    if (own <= 0) continue;
    const others = load<f32>(scores + bytes(c)) * (load<f32>(totals + bytes(c)) - own);
    const slope = load<f32>(inverses + bytes(c)) * (load<f32>(sum + bytes(c)) - own - others);
    store<f32>(dX + bytes(c), load<f32>(dX + bytes(c)) + factor * slope);
  }
}
