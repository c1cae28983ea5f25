// Vectors of four floats. Every kernel is called by all threads with (thread, threads, …) and does its own share of the work, such
// that no result depends on how many share it. Pointers are bytes; counts and leading dimensions are elements, unless named bytes.

@inline
export function splat(x: f32): v128 {
  return f32x4.splat(x);
}

/** a·b + c, in one rounding where the relaxed instruction set is enabled. */
@inline
export function fma(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

@inline
export function sum(v: v128): f32 {
  const pairs = f32x4.add(v, v128.shuffle<i64>(v, v, 1, 0));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

@inline
export function largest(v: v128): f32 {
  const pairs = f32x4.max(v, v128.shuffle<i64>(v, v, 1, 0));
  return max(f32x4.extract_lane(pairs, 0), f32x4.extract_lane(pairs, 1));
}

@inline
export function bytes(elements: i32): usize {
  return <usize>elements << 2;
}

/** First item of a thread's share of `count` items, in whole multiples of `unit`; its end is the share of thread + 1. */
export function share(thread: i32, threads: i32, count: i32, unit: i32): i32 {
  const units = (count + unit - 1) / unit;
  return min(count, <i32>((<i64>units * thread) / threads) * unit);
}

/** Dot product of two rows. */
export function dot(a: usize, b: usize, n: i32): f32 {
  const whole = n & ~3;
  const end = a + bytes(whole);
  let s = splat(0);
  for (; a < end; a += 16, b += 16) s = fma(v128.load(a), v128.load(b), s);
  let total = sum(s);
  for (let i = whole; i < n; i++, a += 4, b += 4) total += load<f32>(a) * load<f32>(b);
  return total;
}

/** y += factor · x */
export function addScaled(y: usize, x: usize, factor: f32, n: i32): void {
  const f = splat(factor);
  const end = y + bytes(n & ~3);
  for (; y < end; y += 16, x += 16) v128.store(y, fma(f, v128.load(x), v128.load(y)));
  for (let i = n & ~3; i < n; i++, y += 4, x += 4) store<f32>(y, load<f32>(y) + factor * load<f32>(x));
}

/** y = factor · x */
export function scaled(y: usize, x: usize, factor: f32, n: i32): void {
  const f = splat(factor);
  const end = y + bytes(n & ~3);
  for (; y < end; y += 16, x += 16) v128.store(y, f32x4.mul(f, v128.load(x)));
  for (let i = n & ~3; i < n; i++, y += 4, x += 4) store<f32>(y, factor * load<f32>(x));
}

/** out[c] = Σ over rows of x[r, c], by columns shared among the threads. */
export function columnSums(thread: i32, threads: i32, out: usize, x: usize, rows: i32, columns: i32): void {
  const last = share(thread + 1, threads, columns, 16);
  let c = share(thread, threads, columns, 16);
  const stride = bytes(columns);
  for (; c + 16 <= last; c += 16) {
    let s0 = splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let p = x + bytes(c);
    for (let r = 0; r < rows; r++, p += stride) {
      s0 = f32x4.add(s0, v128.load(p));
      s1 = f32x4.add(s1, v128.load(p, 16));
      s2 = f32x4.add(s2, v128.load(p, 32));
      s3 = f32x4.add(s3, v128.load(p, 48));
    }
    const o = out + bytes(c);
    v128.store(o, s0);
    v128.store(o, s1, 16);
    v128.store(o, s2, 32);
    v128.store(o, s3, 48);
  }
  for (; c < last; c++) {
    let s: f32 = 0;
    let p = x + bytes(c);
    for (let r = 0; r < rows; r++, p += stride) s += load<f32>(p);
    store<f32>(out + bytes(c), s);
  }
}
