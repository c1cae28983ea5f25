import { barrier } from './barrier';
import { bytes, share } from './simd';

/** Floats that are not negative are ordered as their bits: three passes count 11, 10 and 10 of them, from the highest on. Negative ones are not counted. */
const PASS_BITS: i32 = 10;
const HIGHEST_SHIFT: i32 = 20;
const BINS: i32 = 2048;
const COUNTS_BYTES: usize = 8192;
/** Elements are counted in turns, because an addition to a number in memory waits for the one before; most elements are 0. */
const TURNS: usize = 4;

/** Adds the elements x[first … end) whose bits above those of the pass are `prefix` to counts[turn][bin]. */
function count(x: usize, first: usize, end: usize, shift: i32, prefix: u32, counts: usize): void {
  const whole = first + ((end - first) & ~15);
  const above = shift + PASS_BITS;
  const mask: u32 = shift == HIGHEST_SHIFT ? BINS - 1 : (1 << PASS_BITS) - 1;
  const isFirst = shift == HIGHEST_SHIFT;
  const wanted = i32x4.splat(prefix);
  let at = first;
  for (; at < whole; at += 16) {
    const bits = v128.load(x + at);
    if (!isFirst && !v128.any_true(i32x4.eq(i32x4.shr_u(bits, above), wanted))) continue;
    for (let turn: usize = 0; turn < TURNS; turn++) countOne(load<u32>(x + at + (turn << 2)), isFirst, above, shift, mask, prefix, counts + turn * COUNTS_BYTES);
  }
  for (; at < end; at += 4) countOne(load<u32>(x + at), isFirst, above, shift, mask, prefix, counts);
}

@inline
function countOne(bits: u32, isFirst: bool, above: i32, shift: i32, mask: u32, prefix: u32, counts: usize): void {
  if (isFirst ? <i32>bits < 0 : bits >> above != prefix) return;
  const bin = counts + (<usize>((bits >> shift) & mask) << 2);
  store<i32>(bin, load<i32>(bin) + 1);
}

/** Adds a thread's counts to those that all share. */
function merge(counts: usize, shared: usize): void {
  for (let bin: usize = 0; bin < COUNTS_BYTES; bin += 4) {
    let own: i32 = 0;
    for (let turn: usize = 0; turn < TURNS; turn++) own += load<i32>(counts + turn * COUNTS_BYTES + bin);
    if (own != 0) atomic.add<i32>(shared + bin, own);
  }
}

/** threshold = the smallest of the rows · perRow largest of x, or 0 where that is negative; mean moves towards it. `partial` is shared, 24 KiB. */
export function batchThreshold(
  thread: i32, threads: i32, rows: i32, width: i32, perRow: i32, weight: f64, x: usize, threshold: usize, mean: usize, step: i32, scratch: usize, partial: usize,
): void {
  const elements = rows * width;
  const first = bytes(share(thread, threads, elements, 16));
  const end = bytes(share(thread + 1, threads, elements, 16));
  let wanted = min(rows * perRow, elements);
  let prefix: u32 = 0;
  if (thread == 0) memory.fill(partial, 0, 3 * COUNTS_BYTES);
  barrier();
  for (let shift = HIGHEST_SHIFT, shared = partial; shift >= 0; shift -= PASS_BITS, shared += COUNTS_BYTES) {
    memory.fill(scratch, 0, TURNS * COUNTS_BYTES);
    count(x, first, end, shift, prefix, scratch);
    merge(scratch, shared);
    barrier();
    let bin = BINS - 1;
    for (; bin > 0 && load<i32>(shared + bytes(bin)) < wanted; bin--) wanted -= load<i32>(shared + bytes(bin));
    prefix = (prefix << (shift == HIGHEST_SHIFT ? 0 : PASS_BITS)) | <u32>bin;
  }
  if (thread != 0) return;
  const own = reinterpret<f32>(prefix);
  store<f32>(threshold, own);
  const taken = <f32>max<f64>(weight, 1 / <f64>step);
  store<f32>(mean, load<f32>(mean) + taken * (own - load<f32>(mean)));
}

/** x = 0 where it is below threshold[0]. Buffers have room to the next multiple of four. */
export function zeroBelow(thread: i32, threads: i32, rows: i32, width: i32, x: usize, threshold: usize): void {
  const end = bytes(share(thread + 1, threads, rows * width, 16));
  const least = v128.load32_splat(threshold);
  for (let i = bytes(share(thread, threads, rows * width, 16)); i < end; i += 16) {
    const v = v128.load(x + i);
    v128.store(x + i, v128.and(v, f32x4.ge(v, least)));
  }
}
