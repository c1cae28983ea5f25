import { barrier } from './barrier';
import { multiply } from './embedding';
import { dropoutRow } from './random';
import { addBranch, centre, GROUPS, rowBackward, scaleAndShift, sumGroups, total } from './residualNorm';
import { addScaled, bytes, share } from './simd';

/** out = dropout(layerNorm(x + positions[position] + segments[segment])·gamma + beta); segments 0: none; threshold 0: no dropout. */
export function embeddingNorm(
  thread: i32, threads: i32, rows: i32, width: i32, x: usize, positions: usize, position: usize, segments: usize, segment: usize,
  gamma: usize, beta: usize, epsilon: f32, normalized: usize, inverseDeviation: usize, out: usize,
  seed: i32, site: i32, step: i32, firstRow: i32, threshold: i32, kept: f32, scratch: usize,
): void {
  const last = share(thread + 1, threads, rows, 1);
  for (let i = share(thread, threads, rows, 1); i < last; i++) {
    const at = bytes(i * width);
    const row = normalized + at;
    addBranch(row, x + at, positions + bytes(load<i32>(position + bytes(i)) * width), 0, width);
    if (segments != 0) addScaled(row, segments + bytes(load<i32>(segment + bytes(i)) * width), 1, width);
    const mean = total(row, width) / <f32>width;
    const inverse: f32 = 1 / Mathf.sqrt(centre(row, width, mean) / <f32>width + epsilon);
    store<f32>(inverseDeviation + bytes(i), inverse);
    scaleAndShift(row, out + at, gamma, beta, inverse, width);
    if (threshold != 0) multiply(out + at, out + at, dropoutRow(scratch, seed, site, step, threshold, kept, (firstRow + i) * width, width), width);
  }
}

/** `partial` is shared and holds 2 · 32 rows. dGamma or dBeta 0: not wanted. */
export function embeddingNormBackward(
  thread: i32, threads: i32, rows: i32, width: i32, dOut: usize, gamma: usize, normalized: usize, inverseDeviation: usize,
  dGamma: usize, dBeta: usize, dX: usize, seed: i32, site: i32, step: i32, firstRow: i32, threshold: i32, kept: f32, scratch: usize, partial: usize,
): void {
  for (let group = thread; group < GROUPS; group += threads) {
    const groupGamma = partial + bytes(2 * group * width);
    const groupBeta = groupGamma + bytes(width);
    memory.fill(groupGamma, 0, bytes(2 * width));
    const last = share(group + 1, GROUPS, rows, 1);
    for (let i = share(group, GROUPS, rows, 1); i < last; i++) {
      const at = bytes(i * width);
      const d = dOut + at;
      if (threshold != 0) multiply(d, d, dropoutRow(scratch, seed, site, step, threshold, kept, (firstRow + i) * width, width), width);
      rowBackward(d, gamma, normalized + at, load<f32>(inverseDeviation + bytes(i)), groupGamma, groupBeta, dX + at, width);
    }
  }
  barrier();
  if (thread != 0) return;
  sumGroups(dGamma, partial, width);
  sumGroups(dBeta, partial + bytes(width), width);
}

/** table[t] = Σ over rows i, ascending, with index[i] = t of x[i]. The threads share the columns. */
export function sumByIndex(thread: i32, threads: i32, rows: i32, width: i32, x: usize, index: usize, tableRows: i32, table: usize): void {
  const first = share(thread, threads, width, 16);
  const count = share(thread + 1, threads, width, 16) - first;
  for (let t = 0; t < tableRows; t++) memory.fill(table + bytes(t * width + first), 0, bytes(count));
  for (let i = 0; i < rows; i++) {
    addScaled(table + bytes(load<i32>(index + bytes(i)) * width + first), x + bytes(i * width + first), 1, count);
  }
}
