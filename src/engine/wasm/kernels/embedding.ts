import { dropoutRow } from './random';
import { addScaled, bytes, dot, scaled, share } from './simd';

/** out[t] = scale · table[typeIds[t]] */
export function embed(thread: i32, threads: i32, types: i32, width: i32, table: usize, typeIds: usize, scale: f32, out: usize): void {
  const last = share(thread + 1, threads, types, 1);
  for (let t = share(thread, threads, types, 1); t < last; t++) {
    scaled(out + bytes(t * width), table + <usize>load<i32>(typeIds + bytes(t)) * bytes(width), scale, width);
  }
}

/** out[i] = keep[i] · x[typeOf[i]]; keep 0: no mask. */
export function maskedEmbedding(thread: i32, threads: i32, rows: i32, width: i32, x: usize, typeOf: usize, keep: usize, out: usize): void {
  const last = share(thread + 1, threads, rows, 1);
  for (let i = share(thread, threads, rows, 1); i < last; i++) {
    const factor: f32 = keep == 0 ? 1 : load<f32>(keep + bytes(i));
    scaled(out + bytes(i * width), x + bytes(load<i32>(typeOf + bytes(i)) * width), factor, width);
  }
}

/** dX by types, dKeep by rows; no two threads write to the same place. */
export function maskedEmbeddingBackward(
  thread: i32, threads: i32, rows: i32, types: i32, width: i32, dOut: usize, x: usize, typeOf: usize, occurrenceStarts: usize, occurrences: usize,
  keep: usize, dKeep: usize, addToDKeep: i32, dX: usize,
): void {
  const lastType = share(thread + 1, threads, types, 1);
  for (let t = share(thread, threads, types, 1); t < lastType; t++) {
    const to = dX + bytes(t * width);
    memory.fill(to, 0, bytes(width));
    const end = load<i32>(occurrenceStarts + bytes(t + 1));
    for (let o = load<i32>(occurrenceStarts + bytes(t)); o < end; o++) {
      const i = load<i32>(occurrences + bytes(o));
      const factor: f32 = keep == 0 ? 1 : load<f32>(keep + bytes(i));
      if (factor != 0) addScaled(to, dOut + bytes(i * width), factor, width);
    }
  }
  if (keep == 0) return;
  const lastRow = share(thread + 1, threads, rows, 1);
  for (let i = share(thread, threads, rows, 1); i < lastRow; i++) {
    const before: f32 = addToDKeep == 0 ? 0 : load<f32>(dKeep + bytes(i));
    store<f32>(dKeep + bytes(i), before + dot(dOut + bytes(i * width), x + bytes(load<i32>(typeOf + bytes(i)) * width), width));
  }
}

/** out[i] = keep[i] · x[i] */
export function maskRows(thread: i32, threads: i32, rows: i32, width: i32, x: usize, keep: usize, out: usize): void {
  const last = share(thread + 1, threads, rows, 1);
  for (let i = share(thread, threads, rows, 1); i < last; i++) {
    scaled(out + bytes(i * width), x + bytes(i * width), load<f32>(keep + bytes(i)), width);
  }
}

/** Adds to dX; dKeep by rows. */
export function maskRowsBackward(
  thread: i32, threads: i32, rows: i32, width: i32, dOut: usize, x: usize, keep: usize, dX: usize, dKeep: usize, addToDKeep: i32,
): void {
  const last = share(thread + 1, threads, rows, 1);
  for (let i = share(thread, threads, rows, 1); i < last; i++) {
    const row = bytes(i * width);
    const factor = load<f32>(keep + bytes(i));
    if (factor != 0) addScaled(dX + row, dOut + row, factor, width);
    const before: f32 = addToDKeep == 0 ? 0 : load<f32>(dKeep + bytes(i));
    store<f32>(dKeep + bytes(i), before + dot(dOut + row, x + row, width));
  }
}

/** out[i] = scale[b] ∘ x[i] for the rows i of sentence b. */
export function scaleNeurons(thread: i32, threads: i32, sentences: i32, width: i32, x: usize, starts: usize, scale: usize, out: usize): void {
  const last = share(thread + 1, threads, sentences, 1);
  for (let b = share(thread, threads, sentences, 1); b < last; b++) {
    const end = starts == 0 ? b + 1 : load<i32>(starts + bytes(b + 1));
    for (let i = starts == 0 ? b : load<i32>(starts + bytes(b)); i < end; i++) {
      multiply(out + bytes(i * width), x + bytes(i * width), scale + bytes(b * width), width);
    }
  }
}

/** out = dropout(x + table[position]); threshold 0: no dropout. */
export function addPositions(
  thread: i32, threads: i32, rows: i32, width: i32, x: usize, table: usize, position: usize, out: usize,
  seed: i32, site: i32, step: i32, firstRow: i32, threshold: i32, kept: f32, scratch: usize,
): void {
  const last = share(thread + 1, threads, rows, 1);
  for (let i = share(thread, threads, rows, 1); i < last; i++) {
    const from = x + bytes(i * width);
    const place = table + bytes(load<i32>(position + bytes(i)) * width);
    const to = out + bytes(i * width);
    const factors: usize = threshold == 0 ? 0 : dropoutRow(scratch, seed, site, step, threshold, kept, (firstRow + i) * width, width);
    let c = 0;
    for (; c + 4 <= width; c += 4) {
      const at = bytes(c);
      const value = f32x4.add(v128.load(from + at), v128.load(place + at));
      v128.store(to + at, factors == 0 ? value : f32x4.mul(value, v128.load(factors + at)));
    }
    for (; c < width; c++) {
      const at = bytes(c);
      const value = load<f32>(from + at) + load<f32>(place + at);
      store<f32>(to + at, factors == 0 ? value : value * load<f32>(factors + at));
    }
  }
}

/** out = x ∘ dropout factors; threshold 0: a copy. */
export function dropout(
  thread: i32, threads: i32, rows: i32, width: i32, x: usize, out: usize,
  seed: i32, site: i32, step: i32, firstRow: i32, threshold: i32, kept: f32, scratch: usize,
): void {
  const first = share(thread, threads, rows, 1);
  const last = share(thread + 1, threads, rows, 1);
  if (threshold == 0) {
    memory.copy(out + bytes(first * width), x + bytes(first * width), bytes((last - first) * width));
    return;
  }
  for (let i = first; i < last; i++) {
    const factors = dropoutRow(scratch, seed, site, step, threshold, kept, (firstRow + i) * width, width);
    multiply(out + bytes(i * width), x + bytes(i * width), factors, width);
  }
}

/** y = a ∘ b */
export function multiply(y: usize, a: usize, b: usize, n: i32): void {
  let c = 0;
  for (; c + 4 <= n; c += 4) v128.store(y + bytes(c), f32x4.mul(v128.load(a + bytes(c)), v128.load(b + bytes(c))));
  for (; c < n; c++) store<f32>(y + bytes(c), load<f32>(a + bytes(c)) * load<f32>(b + bytes(c)));
}
