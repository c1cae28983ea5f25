import { packColumns, packRows } from './pack';
import { tile4x8, tile6x8, tile6x16 } from './tile';

/** Rows and columns of the register tile; the latter twice as many where V8 makes 256-bit vectors of pairs. */
export const TILE_ROWS: i32 = ASC_FEATURE_RELAXED_SIMD ? 6 : 4;
const WIDE_COLUMNS: i32 = 16;
export let tileColumns: i32 = 8;

/** To be called before the first product; `wide`: whether this engine computes with 256-bit vectors. */
export function setTile(wide: bool): void {
  tileColumns = ASC_FEATURE_RELAXED_SIMD && wide ? WIDE_COLUMNS : 8;
}

/** A's block (BLOCK_ROWS × BLOCK_DEPTH) stays in the second-level cache, a panel of B in the first. */
const BLOCK_DEPTH: i32 = 256;
const BLOCK_ROWS: i32 = 192;
const BLOCK_COLUMNS: i32 = 2048;
/** Floats of B that are packed at once, where all of its depth fits: C is then finished block by block. */
const B_FLOATS: i32 = 512 * 1024;

/** Bytes of scratch a product needs. */
export function productScratch(): i32 {
  return (BLOCK_ROWS * BLOCK_DEPTH + B_FLOATS + BLOCK_DEPTH * WIDE_COLUMNS + TILE_ROWS * WIDE_COLUMNS + 64) << 2;
}

@inline
function tile(depth: i32, a: usize, b: usize, c: usize, stride: usize, add: bool): void {
  if (ASC_FEATURE_RELAXED_SIMD) {
    if (tileColumns == WIDE_COLUMNS) tile6x16(depth, a, b, c, stride, add);
    else tile6x8(depth, a, b, c, stride, add);
  } else tile4x8(depth, a, b, c, stride, add);
}

/** A tile at the edge of C: computed whole into scratch, then as much copied as there is. */
function edgeTile(rows: i32, columns: i32, depth: i32, a: usize, b: usize, c: usize, stride: usize, add: bool, scratch: usize): void {
  tile(depth, a, b, scratch, <usize>tileColumns << 2, false);
  for (let i = 0; i < rows; i++, c += stride, scratch += <usize>tileColumns << 2) {
    for (let j = 0; j < columns; j++) {
      const at = <usize>j << 2;
      const value = load<f32>(scratch + at);
      store<f32>(c + at, add ? load<f32>(c + at) + value : value);
    }
  }
}

/** What happens to a block of C once it is complete: + bias, then 0 nothing, 1 ReLU, 2 tanh. See `finish` in linear.ts. */
type Finish = (c: usize, stride: usize, rows: i32, columns: i32, bias: usize, activation: i32) => void;

/**
 * C[rows, columns] (+)= alpha · op(A) · op(B), all row-major with leading dimensions in elements; op transposes where asked.
 * Sums run over the depth in blocks of 256 whatever the shape, so a part of C is the same however C is divided.
 */
export function product(
  transposeA: bool, transposeB: bool, rows: i32, columns: i32, depth: i32, alpha: f32,
  a: usize, lda: i32, b: usize, ldb: i32, add: bool, c: usize, ldc: i32, scratch: usize,
): void {
  finishedProduct(transposeA, transposeB, rows, columns, depth, alpha, a, lda, b, ldb, add, c, ldc, scratch, null, 0, 0);
}

export function finishedProduct(
  transposeA: bool, transposeB: bool, rows: i32, columns: i32, depth: i32, alpha: f32,
  a: usize, lda: i32, b: usize, ldb: i32, add: bool, c: usize, ldc: i32, scratch: usize,
  finish: Finish | null, bias: usize, activation: i32,
): void {
  const strideA = <usize>lda << 2;
  const strideB = <usize>ldb << 2;
  const strideC = <usize>ldc << 2;
  const packedA = scratch;
  const packedB = packedA + ((BLOCK_ROWS * BLOCK_DEPTH) << 2);
  const edge = packedB + ((B_FLOATS + BLOCK_DEPTH * WIDE_COLUMNS) << 2);
  for (let j0 = 0; j0 < columns; j0 += BLOCK_COLUMNS) {
    const width = min(BLOCK_COLUMNS, columns - j0);
    const step = depth * (width + tileColumns) <= B_FLOATS ? depth : BLOCK_DEPTH;
    for (let k0 = 0; k0 < depth; k0 += step) {
      const part = min(step, depth - k0);
      packB(packedB, transposeB, b, strideB, j0, width, k0, part);
      for (let i0 = 0; i0 < rows; i0 += BLOCK_ROWS) {
        const height = min(BLOCK_ROWS, rows - i0);
        const blockC = c + <usize>i0 * strideC + (<usize>j0 << 2);
        for (let k = 0; k < part; k += BLOCK_DEPTH) {
          const block = min(BLOCK_DEPTH, part - k);
          packA(packedA, transposeA, a, strideA, i0, height, k0 + k, block, alpha);
          multiplyBlock(packedA, packedB + <usize>((k * tileColumns) << 2), part, height, width, block, blockC, strideC, add || k0 + k > 0, edge);
        }
        if (finish !== null && k0 + part == depth) finish(blockC, strideC, height, width, bias == 0 ? 0 : bias + (<usize>j0 << 2), activation);
      }
    }
  }
}

/** B's panels, each `depth` deep. */
function packB(panel: usize, transpose: bool, b: usize, stride: usize, j0: i32, width: i32, k0: i32, depth: i32): void {
  if (transpose) packRows(panel, b + <usize>j0 * stride + (<usize>k0 << 2), stride, tileColumns, width, depth, 1);
  else packColumns(panel, b + <usize>k0 * stride + (<usize>j0 << 2), stride, tileColumns, width, depth, 1);
}

function packA(panel: usize, transpose: bool, a: usize, stride: usize, i0: i32, height: i32, k0: i32, depth: i32, alpha: f32): void {
  if (transpose) packColumns(panel, a + <usize>k0 * stride + (<usize>i0 << 2), stride, TILE_ROWS, height, depth, alpha);
  else packRows(panel, a + <usize>i0 * stride + (<usize>k0 << 2), stride, TILE_ROWS, height, depth, alpha);
}

/** One block of A against all panels of B; `panelDepth` is how deep those are packed. */
function multiplyBlock(
  packedA: usize, packedB: usize, panelDepth: i32, height: i32, width: i32, depth: i32, c: usize, stride: usize, add: bool, edge: usize,
): void {
  const panelA = <usize>(TILE_ROWS * depth) << 2;
  for (let j = 0; j < width; j += tileColumns) {
    const columns = min(tileColumns, width - j);
    let at = c + (<usize>j << 2);
    let a = packedA;
    let i = 0;
    if (columns == tileColumns) {
      for (; i + TILE_ROWS <= height; i += TILE_ROWS) {
        tile(depth, a, packedB, at, stride, add);
        a += panelA;
        at += <usize>TILE_ROWS * stride;
      }
    }
    for (; i < height; i += TILE_ROWS) {
      edgeTile(min(TILE_ROWS, height - i), columns, depth, a, packedB, at, stride, add, edge);
      a += panelA;
      at += <usize>TILE_ROWS * stride;
    }
    packedB += <usize>(tileColumns * panelDepth) << 2;
  }
}
