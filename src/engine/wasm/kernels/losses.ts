import { bytes, share } from './simd';

/** Few numbers per sentence, hence in float64. weights 0: all are 1; dLogits 0: not wanted. */
export function crossEntropy(
  thread: i32, threads: i32, sentences: i32, batchSentences: i32, classes: i32, logits: usize, labels: usize, weights: usize, probabilities: usize, loss: usize,
  dLogits: usize,
): void {
  const last = share(thread + 1, threads, sentences, 1);
  for (let b = share(thread, threads, sentences, 1); b < last; b++) {
    const row = logits + bytes(b * classes);
    const label = load<i32>(labels + bytes(b));
    const weight: f64 = weights == 0 ? 1 : <f64>load<f32>(weights + bytes(b));
    let top = -Infinity;
    for (let c = 0; c < classes; c++) top = max(top, <f64>load<f32>(row + bytes(c)));
    let total: f64 = 0;
    for (let c = 0; c < classes; c++) total += Math.exp(<f64>load<f32>(row + bytes(c)) - top);
    store<f32>(loss + bytes(b), <f32>(weight * (Math.log(total) + top - <f64>load<f32>(row + bytes(label)))));
    for (let c = 0; c < classes; c++) {
      const p = Math.exp(<f64>load<f32>(row + bytes(c)) - top) / total;
      store<f32>(probabilities + bytes(b * classes + c), <f32>p);
      if (dLogits != 0) store<f32>(dLogits + bytes(b * classes + c), <f32>(weight * (p - (c == label ? 1 : 0)) / <f64>batchSentences));
    }
  }
}

/** to[0] (+)= Σ x / (count · parts) over rows · width elements, by one thread, in order. */
export function addMean(thread: i32, threads: i32, rows: i32, width: i32, x: usize, count: f64, parts: f64, add: bool, to: usize): void {
  if (thread != 0) return;
  let total: f64 = 0;
  for (let i = 0; i < rows * width; i++) total += <f64>load<f32>(x + bytes(i));
  store<f32>(to, <f32>((add ? <f64>load<f32>(to) : 0) + total / (count * parts)));
}
