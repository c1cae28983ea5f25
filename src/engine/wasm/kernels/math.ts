import { fma, splat } from './simd';

// Constants are loaded from memory once before a loop: written inline, the compiler rebuilds them in it, at half the speed.
const EXP = memory.data<f32>([
  -87.3, 1.44269504088896341, 12582912.0, -0.693359375, 2.1219444e-4, 1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3,
  4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1, 1.0, 88.3,
]);
const TANH = memory.data<f32>([-5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1, 0.625, 2.0]);
const NORMAL = memory.data<f32>([
  3.9894223213e-1, 3.3372316509e-2, 4.6508568339e-3, 1.6432261327e-4, 6.3600282375e-6, 2.3386684589e-8,
  1.0, 2.5031808019e-1, 2.8378738090e-2, 1.8589867977e-3, 7.2400485806e-5, 1.2165901353e-6, 5.4, 0.5,
]);
const SIGN = i32x4.splat(<i32>0x80000000);

@inline
function constant(table: usize, i: i32): v128 {
  return v128.load32_splat(table + (<usize>i << 2));
}

/**
 * e^x to 2e-7 relative, 0 below −87.3: x = n·ln 2 + r by the rounding of float32 at 1.5·2²³, a polynomial of degree 5 in r
 * (Cephes), n put into the exponent.
 */
@inline
export function exp4(argument: v128): v128 {
  const low = constant(EXP, 0);
  const x = f32x4.pmin(f32x4.pmax(argument, low), constant(EXP, 12));
  const rounding = constant(EXP, 2);
  const shifted = fma(x, constant(EXP, 1), rounding);
  const n = f32x4.sub(shifted, rounding);
  const r = fma(n, constant(EXP, 4), fma(n, constant(EXP, 3), x));
  let p = fma(constant(EXP, 5), r, constant(EXP, 6));
  p = fma(p, r, constant(EXP, 7));
  p = fma(p, r, constant(EXP, 8));
  p = fma(p, r, constant(EXP, 9));
  p = fma(p, r, constant(EXP, 10));
  const one = constant(EXP, 11);
  p = fma(f32x4.mul(p, r), r, f32x4.add(r, one));
  const power = i32x4.add(i32x4.shl(shifted, 23), one);
  return v128.and(f32x4.mul(p, power), f32x4.ge(argument, low));
}

/**
 * tanh to 3e-7 relative (Cephes): an odd polynomial below 0.625, else 1 − 2/(e^2x + 1). The latter is 1 exactly where float32 has no
 * closer number: on 1 − tanh² rests whether a saturated unit learns.
 */
@inline
export function tanh4(x: v128): v128 {
  const y = f32x4.mul(x, x);
  let p = fma(constant(TANH, 0), y, constant(TANH, 1));
  p = fma(p, y, constant(TANH, 2));
  p = fma(p, y, constant(TANH, 3));
  p = fma(p, y, constant(TANH, 4));
  const near = fma(f32x4.mul(p, y), x, x);
  const size = f32x4.abs(x);
  const one = constant(EXP, 11);
  const rest = f32x4.div(constant(TANH, 6), f32x4.add(exp4(f32x4.add(size, size)), one));
  const far = v128.or(f32x4.sub(one, rest), v128.and(x, SIGN));
  return v128.bitselect(near, far, f32x4.lt(size, constant(TANH, 5)));
}

/**
 * Φ(x), the normal distribution's cumulative function, to 2e-7 absolute: ½ + x·P(x²)/Q(x²), a minimax fit of ours on |x| < 5.4; beyond, 0
 * or 1 exactly, so that gelu(x) is 0 or x there.
 */
@inline
export function normal4(x: v128): v128 {
  const y = f32x4.mul(x, x);
  let p = fma(constant(NORMAL, 5), y, constant(NORMAL, 4));
  p = fma(p, y, constant(NORMAL, 3));
  p = fma(p, y, constant(NORMAL, 2));
  p = fma(p, y, constant(NORMAL, 1));
  p = fma(p, y, constant(NORMAL, 0));
  let q = fma(constant(NORMAL, 11), y, constant(NORMAL, 10));
  q = fma(q, y, constant(NORMAL, 9));
  q = fma(q, y, constant(NORMAL, 8));
  q = fma(q, y, constant(NORMAL, 7));
  q = fma(q, y, constant(NORMAL, 6));
  const half = constant(NORMAL, 13);
  const near = f32x4.div(f32x4.mul(x, p), q);
  const far = v128.or(half, v128.and(x, SIGN));
  return f32x4.add(half, v128.bitselect(near, far, f32x4.lt(f32x4.abs(x), constant(NORMAL, 12))));
}

export function exp1(x: f32): f32 {
  return f32x4.extract_lane(exp4(splat(x)), 0);
}

export function tanh1(x: f32): f32 {
  return f32x4.extract_lane(tanh4(splat(x)), 0);
}
