import { barrier } from './barrier';
import { tanh1, tanh4 } from './math';
import { finishedProduct, product, TILE_ROWS, tileColumns } from './product';
import { bytes, columnSums, share, splat } from './simd';

const RELU: i32 = 1;
const TANH: i32 = 2;

/** A finished block of the result: + bias, activation. */
function finish(c: usize, stride: usize, rows: i32, columns: i32, bias: usize, activation: i32): void {
  const whole = bytes(columns & ~3);
  const zero = splat(0);
  for (let r = 0; r < rows; r++, c += stride) {
    if (activation == RELU) {
      for (let i: usize = 0; i < whole; i += 16) v128.store(c + i, f32x4.max(zero, f32x4.add(v128.load(c + i), v128.load(bias + i))));
    } else if (activation == TANH) {
      for (let i: usize = 0; i < whole; i += 16) v128.store(c + i, tanh4(f32x4.add(v128.load(c + i), v128.load(bias + i))));
    } else {
      for (let i: usize = 0; i < whole; i += 16) v128.store(c + i, f32x4.add(v128.load(c + i), v128.load(bias + i)));
    }
    for (let i = whole; i < bytes(columns); i += 4) {
      const value = load<f32>(c + i) + load<f32>(bias + i);
      store<f32>(c + i, activation == RELU ? max<f32>(0, value) : activation == TANH ? tanh1(value) : value);
    }
  }
}

/** y[rows, out] = activation(x[rows, in] · weight[out, in]ᵀ + bias) */
export function linear(
  thread: i32, threads: i32, rows: i32, outputs: i32, inputs: i32, x: usize, weight: usize, bias: usize, activation: i32, y: usize, scratch: usize,
): void {
  if (rows >= outputs) {
    const first = share(thread, threads, rows, TILE_ROWS);
    const count = share(thread + 1, threads, rows, TILE_ROWS) - first;
    finishedProduct(false, true, count, outputs, inputs, 1, x + bytes(first * inputs), inputs, weight, inputs, false, y + bytes(first * outputs), outputs, scratch, finish, bias, activation);
  } else {
    const first = share(thread, threads, outputs, tileColumns);
    const count = share(thread + 1, threads, outputs, tileColumns) - first;
    finishedProduct(false, true, rows, count, inputs, 1, x, inputs, weight + bytes(first * inputs), inputs, false, y + bytes(first), outputs, scratch, finish, bias + bytes(first), activation);
  }
}

/** dWeight = dYᵀ·x, dBias = column sums of dY, dX (+)= dY·weight; 0: not wanted. */
export function linearBackward(
  thread: i32, threads: i32, rows: i32, outputs: i32, inputs: i32, x: usize, weight: usize, activation: i32, y: usize, dY: usize,
  dWeight: usize, dBias: usize, dX: usize, add: bool, scratch: usize,
): void {
  if (activation != 0) {
    activationBackward(thread, threads, activation, y, dY, rows * outputs);
    barrier();
  }
  if (dBias != 0) columnSums(thread, threads, dBias, dY, rows, outputs);
  if (dWeight != 0) sharedProduct(thread, threads, true, outputs, inputs, rows, dY, outputs, x, inputs, false, dWeight, inputs, scratch);
  if (dX != 0) sharedProduct(thread, threads, false, rows, inputs, outputs, dY, outputs, weight, inputs, add, dX, inputs, scratch);
}

/** A product divided among the threads along the longer side of C. */
function sharedProduct(
  thread: i32, threads: i32, transposeA: bool, rows: i32, columns: i32, depth: i32, a: usize, lda: i32, b: usize, ldb: i32,
  add: bool, c: usize, ldc: i32, scratch: usize,
): void {
  if (rows >= columns) {
    const first = share(thread, threads, rows, TILE_ROWS);
    const count = share(thread + 1, threads, rows, TILE_ROWS) - first;
    const fromA = a + bytes(transposeA ? first : first * lda);
    product(transposeA, false, count, columns, depth, 1, fromA, lda, b, ldb, add, c + bytes(first * ldc), ldc, scratch);
  } else {
    const first = share(thread, threads, columns, tileColumns);
    const count = share(thread + 1, threads, columns, tileColumns) - first;
    product(transposeA, false, rows, count, depth, 1, a, lda, b + bytes(first), ldb, add, c + bytes(first), ldc, scratch);
  }
}

/** dY becomes the gradient before the activation, whose output is y. Buffers have room to the next multiple of four. */
function activationBackward(thread: i32, threads: i32, activation: i32, y: usize, dY: usize, count: i32): void {
  const end = bytes(share(thread + 1, threads, count, 16));
  const zero = splat(0);
  const one = splat(1);
  for (let i = bytes(share(thread, threads, count, 16)); i < end; i += 16) {
    const out = v128.load(y + i);
    const d = v128.load(dY + i);
    if (activation == RELU) v128.store(dY + i, v128.and(d, f32x4.gt(out, zero)));
    else v128.store(dY + i, f32x4.mul(d, f32x4.sub(one, f32x4.mul(out, out))));
  }
}
