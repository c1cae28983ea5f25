// Operands of the matrix product are copied into panels, so that the register tile reads both of them in order.
// A panel of width W holds panel[k·W + i]; missing columns of the last panel are zero.

/** Panels from rows: element (i, k) at source + i·stride bytes + k; panel p holds rows p·width … and is `depth` deep. */
export function packRows(panel: usize, source: usize, stride: usize, width: i32, rows: i32, depth: i32, alpha: f32): void {
  for (let r = 0; r < rows; r += width) {
    packRowPanel(panel, source + <usize>r * stride, stride, width, min(width, rows - r), depth, alpha);
    panel += <usize>(width * depth) << 2;
  }
}

function packRowPanel(panel: usize, source: usize, stride: usize, width: i32, used: i32, depth: i32, alpha: f32): void {
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

/**
 * Panels from columns: element (i, k) at source + i + k·stride bytes; panel p holds columns p·width … and is `depth` deep. Four panels at
 * a time, so that a cache line is read once although the next row may lie a multiple of 4 KiB further, in the same cache set.
 */
export function packColumns(panel: usize, source: usize, stride: usize, width: i32, columns: i32, depth: i32, alpha: f32): void {
  const size = <usize>(width * depth) << 2;
  let c = 0;
  for (; c + 4 * width <= columns; c += 4 * width, panel += 4 * size) packFourPanels(panel, source + (<usize>c << 2), stride, width, depth, alpha);
  for (; c + width <= columns; c += width, panel += size) {
    for (let k = 0; k < depth; k++) copyPiece(panel + (<usize>(k * width) << 2), source + (<usize>c << 2) + <usize>k * stride, width, alpha);
  }
  if (c < columns) packRest(panel, source + (<usize>c << 2), stride, width, columns - c, depth, alpha);
}

function packFourPanels(panel: usize, source: usize, stride: usize, width: i32, depth: i32, alpha: f32): void {
  const size = <usize>(width * depth) << 2;
  const piece = <usize>width << 2;
  for (let k = 0; k < depth; k++, source += stride, panel += piece) {
    copyPiece(panel, source, width, alpha);
    copyPiece(panel + size, source + piece, width, alpha);
    copyPiece(panel + 2 * size, source + 2 * piece, width, alpha);
    copyPiece(panel + 3 * size, source + 3 * piece, width, alpha);
  }
}

/** 4, 6, 8 or 16 floats. */
@inline
function copyPiece(to: usize, from: usize, width: i32, alpha: f32): void {
  const a = f32x4.splat(alpha);
  v128.store(to, f32x4.mul(a, v128.load(from)));
  if (width == 16) {
    v128.store(to, f32x4.mul(a, v128.load(from, 16)), 16);
    v128.store(to, f32x4.mul(a, v128.load(from, 32)), 32);
    v128.store(to, f32x4.mul(a, v128.load(from, 48)), 48);
  } else if (width == 8) v128.store(to, f32x4.mul(a, v128.load(from, 16)), 16);
  else if (width == 6) v128.store64_lane(to, f32x4.mul(a, v128.load64_zero(from, 16)), 0, 16);
}

/** The last panel, of which `used` columns exist. */
function packRest(panel: usize, source: usize, stride: usize, width: i32, used: i32, depth: i32, alpha: f32): void {
  for (let k = 0; k < depth; k++, source += stride) {
    for (let i = 0; i < width; i++, panel += 4) store<f32>(panel, i < used ? alpha * load<f32>(source + (<usize>i << 2)) : 0);
  }
}
