import { fma } from './simd';

// The register tile: C[rows, columns] (+)= panel of A · panel of B. It keeps its whole result in registers: with fused multiply-add 6 rows
// of 2 registers make 12 sums, 2 of b and 1 of a, of 16 registers; without, 4 rows, since each product needs a register of its own.
// Twelve sums are also what two units of 4 cycles of latency need. V8 joins two vectors where addresses differ by their immediate offsets alone.

@inline
function put(c: usize, left: v128, right: v128, add: bool): void {
  if (add) {
    left = f32x4.add(left, v128.load(c));
    right = f32x4.add(right, v128.load(c, 16));
  }
  v128.store(c, left);
  v128.store(c, right, 16);
}

@inline
function putWide(c: usize, v0: v128, v1: v128, v2: v128, v3: v128, add: bool): void {
  if (add) {
    v0 = f32x4.add(v0, v128.load(c));
    v1 = f32x4.add(v1, v128.load(c, 16));
    v2 = f32x4.add(v2, v128.load(c, 32));
    v3 = f32x4.add(v3, v128.load(c, 48));
  }
  v128.store(c, v0);
  v128.store(c, v1, 16);
  v128.store(c, v2, 32);
  v128.store(c, v3, 48);
}

/** 4 rows by 8 columns. */
export function tile4x8(depth: i32, a: usize, b: usize, c: usize, stride: usize, add: bool): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  const end = a + <usize>(depth * 16);
  for (; a < end; a += 16, b += 32) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    c00 = fma(x, b0, c00);
    c01 = fma(x, b1, c01);
    x = v128.load32_splat(a, 4);
    c10 = fma(x, b0, c10);
    c11 = fma(x, b1, c11);
    x = v128.load32_splat(a, 8);
    c20 = fma(x, b0, c20);
    c21 = fma(x, b1, c21);
    x = v128.load32_splat(a, 12);
    c30 = fma(x, b0, c30);
    c31 = fma(x, b1, c31);
  }
  put(c, c00, c01, add);
  c += stride;
  put(c, c10, c11, add);
  c += stride;
  put(c, c20, c21, add);
  c += stride;
  put(c, c30, c31, add);
}

/** 6 rows by 8 columns. */
export function tile6x8(depth: i32, a: usize, b: usize, c: usize, stride: usize, add: bool): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  let c40 = c00;
  let c41 = c00;
  let c50 = c00;
  let c51 = c00;
  const end = a + <usize>(depth * 24);
  for (; a < end; a += 24, b += 32) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    c00 = fma(x, b0, c00);
    c01 = fma(x, b1, c01);
    x = v128.load32_splat(a, 4);
    c10 = fma(x, b0, c10);
    c11 = fma(x, b1, c11);
    x = v128.load32_splat(a, 8);
    c20 = fma(x, b0, c20);
    c21 = fma(x, b1, c21);
    x = v128.load32_splat(a, 12);
    c30 = fma(x, b0, c30);
    c31 = fma(x, b1, c31);
    x = v128.load32_splat(a, 16);
    c40 = fma(x, b0, c40);
    c41 = fma(x, b1, c41);
    x = v128.load32_splat(a, 20);
    c50 = fma(x, b0, c50);
    c51 = fma(x, b1, c51);
  }
  put(c, c00, c01, add);
  c += stride;
  put(c, c10, c11, add);
  c += stride;
  put(c, c20, c21, add);
  c += stride;
  put(c, c30, c31, add);
  c += stride;
  put(c, c40, c41, add);
  c += stride;
  put(c, c50, c51, add);
}

/** 6 rows by 16 columns, for 256-bit vectors. */
export function tile6x16(depth: i32, a: usize, b: usize, c: usize, stride: usize, add: bool): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c02 = c00;
  let c03 = c00;
  let c10 = c00;
  let c11 = c00;
  let c12 = c00;
  let c13 = c00;
  let c20 = c00;
  let c21 = c00;
  let c22 = c00;
  let c23 = c00;
  let c30 = c00;
  let c31 = c00;
  let c32 = c00;
  let c33 = c00;
  let c40 = c00;
  let c41 = c00;
  let c42 = c00;
  let c43 = c00;
  let c50 = c00;
  let c51 = c00;
  let c52 = c00;
  let c53 = c00;
  const end = a + <usize>(depth * 24);
  for (; a < end; a += 24, b += 64) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const b2 = v128.load(b, 32);
    const b3 = v128.load(b, 48);
    let x = v128.load32_splat(a);
    c00 = fma(x, b0, c00);
    c01 = fma(x, b1, c01);
    c02 = fma(x, b2, c02);
    c03 = fma(x, b3, c03);
    x = v128.load32_splat(a, 4);
    c10 = fma(x, b0, c10);
    c11 = fma(x, b1, c11);
    c12 = fma(x, b2, c12);
    c13 = fma(x, b3, c13);
    x = v128.load32_splat(a, 8);
    c20 = fma(x, b0, c20);
    c21 = fma(x, b1, c21);
    c22 = fma(x, b2, c22);
    c23 = fma(x, b3, c23);
    x = v128.load32_splat(a, 12);
    c30 = fma(x, b0, c30);
    c31 = fma(x, b1, c31);
    c32 = fma(x, b2, c32);
    c33 = fma(x, b3, c33);
    x = v128.load32_splat(a, 16);
    c40 = fma(x, b0, c40);
    c41 = fma(x, b1, c41);
    c42 = fma(x, b2, c42);
    c43 = fma(x, b3, c43);
    x = v128.load32_splat(a, 20);
    c50 = fma(x, b0, c50);
    c51 = fma(x, b1, c51);
    c52 = fma(x, b2, c52);
    c53 = fma(x, b3, c53);
  }
  putWide(c, c00, c01, c02, c03, add);
  c += stride;
  putWide(c, c10, c11, c12, c13, add);
  c += stride;
  putWide(c, c20, c21, c22, c23, add);
  c += stride;
  putWide(c, c30, c31, c32, c33, add);
  c += stride;
  putWide(c, c40, c41, c42, c43, add);
  c += stride;
  putWide(c, c50, c51, c52, c53, add);
}
