import { addScaled, bytes, columnSums, dot, scaled, share } from './simd';

/** Whether four elements at an address are all 0. */
@inline
function areZero(at: usize): bool {
  return !v128.any_true(f32x4.ne(v128.load(at), f32x4.splat(0)));
}

/** The first f from `first` on with x_f that is not 0; `end` if there is none. */
function nextNonzero(x: usize, first: i32, end: i32): i32 {
  let f = first;
  while (f < end) {
    if ((f & 3) == 0 && f + 4 <= end && areZero(x + bytes(f))) f += 4;
    else if (load<f32>(x + bytes(f)) == 0) f++;
    else break;
  }
  return f;
}

/** y = x · table + bias; bias 0: y is added to. Zeros of x are skipped. */
export function sparseLinear(
  thread: i32, threads: i32, rows: i32, inputs: i32, outputs: i32, x: usize, table: usize, bias: usize, y: usize,
): void {
  const last = share(thread + 1, threads, rows, 1);
  for (let row = share(thread, threads, rows, 1); row < last; row++) {
    const out = y + bytes(row * outputs);
    if (bias != 0) memory.copy(out, bias, bytes(outputs));
    addRows(x + bytes(row * inputs), inputs, table, outputs, out);
  }
}

/** out += Σ x_f · table_f over the elements of one row x. */
function addRows(x: usize, inputs: i32, table: usize, outputs: i32, out: usize): void {
  for (let f = nextNonzero(x, 0, inputs); f < inputs; f = nextNonzero(x, f + 1, inputs)) {
    addScaled(out, table + bytes(f * outputs), load<f32>(x + bytes(f)), outputs);
  }
}

/** dTable = xᵀ·dY, dBias = column sums of dY, dX = dY·tableᵀ where x is not 0; 0: not wanted. */
export function sparseLinearBackward(
  thread: i32, threads: i32, rows: i32, inputs: i32, outputs: i32, x: usize, dY: usize, dTable: usize, dBias: usize, table: usize, dX: usize,
): void {
  if (dBias != 0) columnSums(thread, threads, dBias, dY, rows, outputs);
  if (dTable != 0) tableGradient(thread, threads, rows, inputs, outputs, x, dY, dTable);
  if (dX == 0) return;
  const last = share(thread + 1, threads, rows, 1);
  for (let row = share(thread, threads, rows, 1); row < last; row++) {
    inputGradient(x + bytes(row * inputs), inputs, table, outputs, dY + bytes(row * outputs), dX + bytes(row * inputs));
  }
}

/** Rows of the table are shared among the threads, and the rows of the batch are added in order. */
function tableGradient(thread: i32, threads: i32, rows: i32, inputs: i32, outputs: i32, x: usize, dY: usize, dTable: usize): void {
  const first = share(thread, threads, inputs, 4);
  const last = share(thread + 1, threads, inputs, 4);
  memory.fill(dTable + bytes(first * outputs), 0, bytes((last - first) * outputs));
  for (let row = 0; row < rows; row++) {
    const from = x + bytes(row * inputs);
    const gradient = dY + bytes(row * outputs);
    for (let f = nextNonzero(from, first, last); f < last; f = nextNonzero(from, f + 1, last)) {
      addScaled(dTable + bytes(f * outputs), gradient, load<f32>(from + bytes(f)), outputs);
    }
  }
}

/** dX of one row. */
function inputGradient(x: usize, inputs: i32, table: usize, outputs: i32, dY: usize, dX: usize): void {
  memory.fill(dX, 0, bytes(inputs));
  for (let f = nextNonzero(x, 0, inputs); f < inputs; f = nextNonzero(x, f + 1, inputs)) {
    store<f32>(dX + bytes(f), dot(dY, table + bytes(f * outputs), outputs));
  }
}

/** loss = squared distances of the rows, dY = 2·weight/rows·(y − x). */
export function squaredError(thread: i32, threads: i32, rows: i32, width: i32, x: usize, y: usize, weight: f32, loss: usize, dY: usize): void {
  const factor: f32 = (2 * weight) / <f32>rows;
  const last = share(thread + 1, threads, rows, 1);
  for (let row = share(thread, threads, rows, 1); row < last; row++) {
    const at = bytes(row * width);
    const difference = dY + at;
    memory.copy(difference, y + at, bytes(width));
    addScaled(difference, x + at, -1, width);
    store<f32>(loss + bytes(row), dot(difference, difference, width));
    scaled(difference, difference, factor, width);
  }
}

/** Rows are divided by their norms. */
export function normalizeRows(thread: i32, threads: i32, rows: i32, width: i32, table: usize): void {
  const last = share(thread + 1, threads, rows, 1);
  for (let row = share(thread, threads, rows, 1); row < last; row++) {
    const from = table + bytes(row * width);
    const norm = Mathf.sqrt(dot(from, from, width));
    if (norm > 0) scaled(from, from, 1 / norm, width);
  }
}
