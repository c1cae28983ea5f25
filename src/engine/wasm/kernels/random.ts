import { bytes, splat } from './simd';

// Threefry-2x32, 20 rounds, as in src/engine/random.ts, for four counters at once.

let x0: v128 = i32x4.splat(0);
let x1: v128 = i32x4.splat(0);

@inline
function round(left: i32): void {
  x0 = i32x4.add(x0, x1);
  x1 = v128.xor(v128.or(i32x4.shl(x1, left), i32x4.shr_u(x1, 32 - left)), x0);
}

@inline
function evenRounds(): void {
  round(13);
  round(15);
  round(26);
  round(6);
}

@inline
function oddRounds(): void {
  round(17);
  round(29);
  round(16);
  round(24);
}

@inline
function inject(a: i32, b: i32, group: i32): void {
  x0 = i32x4.add(x0, i32x4.splat(a));
  x1 = i32x4.add(x1, i32x4.splat(b + group));
}

/** Leaves the words of counters (step, index … index + 3) in x0 and x1. */
function threefry4(seed: i32, site: i32, step: i32, index: i32): void {
  const third = 0x1bd11bda ^ seed ^ site;
  x0 = i32x4.splat(step + seed);
  x1 = i32x4.add(i32x4.splat(index + site), i32x4(0, 1, 2, 3));
  evenRounds();
  inject(site, third, 1);
  oddRounds();
  inject(third, seed, 2);
  evenRounds();
  inject(seed, site, 3);
  oddRounds();
  inject(site, third, 4);
  evenRounds();
  inject(third, seed, 5);
}

/** The two words of one counter: the first in the low half. */
export function threefry1(seed: i32, site: i32, step: i32, index: i32): u64 {
  threefry4(seed, site, step, index);
  return <u64>(<u32>i32x4.extract_lane(x0, 0)) | (<u64>(<u32>i32x4.extract_lane(x1, 0)) << 32);
}

/**
 * The factors (0 or `kept`) of elements first … first+count−1, written to `row`, which has room for count + 32 floats.
 * Returns where the first one's factor lies.
 */
export function dropoutRow(row: usize, seed: i32, site: i32, step: i32, threshold: i32, kept: f32, first: i32, count: i32): usize {
  const begin = first & ~15;
  const low16 = i32x4.splat(0xffff);
  const drop = i32x4.splat(threshold - 1);
  const factor = splat(kept);
  let to = row;
  for (let i = begin; i < first + count; i += 16, to += 64) {
    threefry4(seed, site, step, i >> 2);
    const a = v128.and(x0, low16);
    const b = i32x4.shr_u(x0, 16);
    const c = v128.and(x1, low16);
    const d = i32x4.shr_u(x1, 16);
    const ab0 = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
    const ab1 = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
    const cd0 = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
    const cd1 = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
    v128.store(to, v128.and(factor, i32x4.gt_s(v128.shuffle<i64>(ab0, cd0, 0, 2), drop)));
    v128.store(to, v128.and(factor, i32x4.gt_s(v128.shuffle<i64>(ab0, cd0, 1, 3), drop)), 16);
    v128.store(to, v128.and(factor, i32x4.gt_s(v128.shuffle<i64>(ab1, cd1, 0, 2), drop)), 32);
    v128.store(to, v128.and(factor, i32x4.gt_s(v128.shuffle<i64>(ab1, cd1, 1, 3), drop)), 48);
  }
  return row + bytes(first - begin);
}

/** A word as a number in (0, 1). */
@inline
export function uniform(word: u32): f64 {
  return (<f64>(word >>> 9) + 0.5) / 8388608.0;
}
