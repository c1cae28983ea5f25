// Operands of the matrix product are copied into panels, so that the register tile reads both of them in order.
// A panel of width W holds panel[k·W + i]; missing columns of the last panel are zero.

/** Panel from rows: element (i, k) at source + i·stride bytes + k. `used` of the `width` rows exist. */
export function packRows(panel: usize, source: usize, stride: usize, width: i32, used: i32, depth: i32, alpha: f32): void {
  const step = <usize>width << 2;
  let i = 0;
  for (; i + 4 <= used; i += 4) packFourRows(panel + (<usize>i << 2), source + <usize>i * stride, stride, step, depth, alpha);
  for (; i < width; i++) {
    let to = panel + (<usize>i << 2);
    if (i < used) {
      let from = source + <usize>i * stride;
      for (let k = 0; k < depth; k++, from += 4, to += step) store<f32>(to, alpha * load<f32>(from));
    } else for (let k = 0; k < depth; k++, to += step) store<f32>(to, 0);
  }
}

/** Four rows at once, transposed in registers four columns at a time. */
function packFourRows(to: usize, row0: usize, stride: usize, step: usize, depth: i32, alpha: f32): void {
  const a = f32x4.splat(alpha);
  let row1 = row0 + stride;
  let row2 = row1 + stride;
  let row3 = row2 + stride;
  let k = 0;
  for (; k + 4 <= depth; k += 4) {
    const r0 = f32x4.mul(a, v128.load(row0));
    const r1 = f32x4.mul(a, v128.load(row1));
    const r2 = f32x4.mul(a, v128.load(row2));
    const r3 = f32x4.mul(a, v128.load(row3));
    const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
    const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
    const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<i64>(low01, low23, 0, 2));
    v128.store(to + step, v128.shuffle<i64>(low01, low23, 1, 3));
    v128.store(to + 2 * step, v128.shuffle<i64>(high01, high23, 0, 2));
    v128.store(to + 3 * step, v128.shuffle<i64>(high01, high23, 1, 3));
    row0 += 16;
    row1 += 16;
    row2 += 16;
    row3 += 16;
    to += 4 * step;
  }
  for (; k < depth; k++, to += step) {
    store<f32>(to, alpha * load<f32>(row0));
    store<f32>(to, alpha * load<f32>(row1), 4);
    store<f32>(to, alpha * load<f32>(row2), 8);
    store<f32>(to, alpha * load<f32>(row3), 12);
    row0 += 4;
    row1 += 4;
    row2 += 4;
    row3 += 4;
  }
}

/** Panel from columns: element (i, k) at source + i + k·stride bytes. */
export function packColumns(panel: usize, source: usize, stride: usize, width: i32, used: i32, depth: i32, alpha: f32): void {
  const a = f32x4.splat(alpha);
  if (used == width && width == 8) {
    for (let k = 0; k < depth; k++, source += stride, panel += 32) {
      v128.store(panel, f32x4.mul(a, v128.load(source)));
      v128.store(panel, f32x4.mul(a, v128.load(source, 16)), 16);
    }
  } else if (used == width && width == 6) {
    for (let k = 0; k < depth; k++, source += stride, panel += 24) {
      v128.store(panel, f32x4.mul(a, v128.load(source)));
      v128.store64_lane(panel, f32x4.mul(a, v128.load64_zero(source, 16)), 0, 16);
    }
  } else if (used == width && width == 4) {
    for (let k = 0; k < depth; k++, source += stride, panel += 16) v128.store(panel, f32x4.mul(a, v128.load(source)));
  } else {
    for (let k = 0; k < depth; k++, source += stride) {
      for (let i = 0; i < width; i++, panel += 4) {
        store<f32>(panel, i < used ? alpha * load<f32>(source + (<usize>i << 2)) : 0);
      }
    }
  }
}
