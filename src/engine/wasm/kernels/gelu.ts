import { exp4, normal4 } from './math';
import { bytes, fma, share } from './simd';

const TANH_FORM: i32 = 1;

// −2·√(2/π), −2·0.044715·√(2/π), −6·0.044715·√(2/π), 1, −½, 1/√(2π)
const GELU = memory.data<f32>([-1.5957691216, -0.0713548163, -0.2140644488, 1.0, -0.5, 0.3989422804]);

@inline
function constant(i: i32): v128 {
  return v128.load32_splat(GELU + (<usize>i << 2));
}

/** e^−2u with u = √(2/π)·(x + 0.044715·x³). (1 + tanh u)/2 is 1/(1 + e^−2u), which takes less time than a tanh. */
@inline
function tanhPower(x: v128): v128 {
  return exp4(f32x4.mul(x, fma(constant(1), f32x4.mul(x, x), constant(0))));
}

/** out = gelu(x). Buffers have room to the next multiple of four. */
export function gelu(thread: i32, threads: i32, rows: i32, width: i32, x: usize, form: i32, out: usize): void {
  const end = bytes(share(thread + 1, threads, rows * width, 16));
  const first = bytes(share(thread, threads, rows * width, 16));
  if (form == TANH_FORM) {
    for (let i = first; i < end; i += 16) {
      const v = v128.load(x + i);
      v128.store(out + i, f32x4.div(v, f32x4.add(constant(3), tanhPower(v))));
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
      const power = tanhPower(v);
      const s = f32x4.div(constant(3), f32x4.add(constant(3), power));
      const slope = fma(constant(2), f32x4.mul(v, v), constant(0)); // −2·du/dx
      const rest = f32x4.mul(power, s); // 1 − s, without cancellation
      const derivative = f32x4.mul(s, f32x4.sub(constant(3), f32x4.mul(f32x4.mul(v, slope), rest)));
      v128.store(dOut + i, f32x4.mul(v128.load(dOut + i), derivative));
    }
  } else {
    for (let i = first; i < end; i += 16) {
      const v = v128.load(x + i);
      const density = f32x4.mul(constant(5), exp4(f32x4.mul(constant(4), f32x4.mul(v, v))));
      v128.store(dOut + i, f32x4.mul(v128.load(dOut + i), fma(v, density, normal4(v))));
    }
  }
}
