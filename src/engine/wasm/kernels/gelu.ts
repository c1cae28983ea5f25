import { exp4, normal4, tanh4 } from './math';
import { bytes, fma, share } from './simd';

const TANH_FORM: i32 = 1;

// √(2/π), 0.044715·√(2/π), 3·0.044715·√(2/π), ½, 1, −½, 1/√(2π)
const GELU = memory.data<f32>([0.7978845608, 0.0356774081, 0.1070322243, 0.5, 1.0, -0.5, 0.3989422804]);

@inline
function constant(i: i32): v128 {
  return v128.load32_splat(GELU + (<usize>i << 2));
}

/** tanh(√(2/π)·(x + 0.044715·x³)) */
@inline
function innerTanh(x: v128): v128 {
  return tanh4(f32x4.mul(x, fma(constant(1), f32x4.mul(x, x), constant(0))));
}

/** out = gelu(x). Buffers have room to the next multiple of four. */
export function gelu(thread: i32, threads: i32, rows: i32, width: i32, x: usize, form: i32, out: usize): void {
  const end = bytes(share(thread + 1, threads, rows * width, 16));
  const first = bytes(share(thread, threads, rows * width, 16));
  if (form == TANH_FORM) {
    for (let i = first; i < end; i += 16) {
      const v = v128.load(x + i);
      const half = f32x4.mul(v, constant(3));
      v128.store(out + i, fma(half, innerTanh(v), half));
    }
  } else {
    for (let i = first; i < end; i += 16) {
      const v = v128.load(x + i);
      v128.store(out + i, f32x4.mul(v, normal4(v)));
    }
  }
}

/** dOut ∘= gelu'(x) */
export function geluBackward(thread: i32, threads: i32, rows: i32, width: i32, x: usize, form: i32, dOut: usize): void {
  const end = bytes(share(thread + 1, threads, rows * width, 16));
  const first = bytes(share(thread, threads, rows * width, 16));
  if (form == TANH_FORM) {
    for (let i = first; i < end; i += 16) {
      const v = v128.load(x + i);
      const t = innerTanh(v);
      const slope = fma(constant(2), f32x4.mul(v, v), constant(0));
      const derivative = f32x4.mul(constant(3), f32x4.add(
        f32x4.add(constant(4), t),
        f32x4.mul(f32x4.mul(v, slope), f32x4.sub(constant(4), f32x4.mul(t, t))),
      ));
      v128.store(dOut + i, f32x4.mul(v128.load(dOut + i), derivative));
    }
  } else {
    for (let i = first; i < end; i += 16) {
      const v = v128.load(x + i);
      const density = f32x4.mul(constant(6), exp4(f32x4.mul(constant(5), f32x4.mul(v, v))));
      v128.store(dOut + i, f32x4.mul(v128.load(dOut + i), fma(v, density, normal4(v))));
    }
  }
}
