import { product } from './product';
import { bytes } from './simd';

/**
 * Interference between the rows of each sentence, see ImportanceLoss. With g = x·xᵀ, a_i = 1/(ε+‖x_i‖), c_ij = a_i·g_ij (j≠i) and
 * t_i = ‖c_i‖: loss_i = scale·t_i. Its gradient is P·x with P = D + Dᵀ off the diagonal, D_ij = w_i·a_i·c_ij/t_i,
 * P_ii = −a_i·w_i·t_i/‖x_i‖ and w_i the weight of row i: one product.
 * With `cosine` c_ij = a_i·a_j·g_ij, P_ij = a_i·a_j·c_ij·(w_i/t_i + w_j/t_j) and P_ii = −a_i·Σ_{j≠i} c_ij²·(w_i/t_i + w_j/t_j)/‖x_i‖.
 */
export function importanceLoss(
  thread: i32, threads: i32, count: i32, sentences: i32, width: i32, x: usize, starts: usize, scale: f32, cosine: i32,
  loss: usize, weight: f32, dX: usize, add: i32, scratch: usize, space: usize,
): void {
  for (let b = thread; b < sentences; b += threads) {
    const start = load<i32>(starts + bytes(b));
    const n = load<i32>(starts + bytes(b + 1)) - start;
    const from = x + bytes(start * width);
    const g = space;
    const p = g + bytes(n * n);
    const inverse = p + bytes(n * n);
    product(false, true, n, n, width, 1, from, width, from, width, false, g, n, scratch);
    if (cosine) cosineLosses(g, n, inverse, scale, loss + bytes(start));
    else rowLosses(g, n, inverse, scale, loss + bytes(start));
    if (dX == 0) continue;
    const w = (weight * scale) / <f32>count;
    if (cosine) cosineFactors(g, p, n, inverse, w);
    else gradientFactors(g, p, n, inverse, w);
    product(false, false, n, width, n, 1, p, n, from, width, add != 0, dX + bytes(start * width), width, scratch);
  }
}

/** loss_i = scale·t_i; inverse[i] = a_i. */
function rowLosses(g: usize, n: i32, inverse: usize, scale: f32, loss: usize): void {
  for (let i = 0; i < n; i++) {
    const a: f32 = 1 / (<f32>1e-5 + Mathf.sqrt(load<f32>(g + bytes(i * n + i))));
    store<f32>(inverse + bytes(i), a);
    store<f32>(loss + bytes(i), scale * a * Mathf.sqrt(squaresOfOthers(g + bytes(i * n), n, i)));
  }
}

/** Σ_{j≠i} g_j² */
function squaresOfOthers(g: usize, n: i32, i: i32): f32 {
  return squares(g, i) + squares(g + bytes(i + 1), n - i - 1);
}

function squares(g: usize, n: i32): f32 {
  let s = f32x4.splat(0);
  let c = 0;
  for (; c + 4 <= n; c += 4) s = f32x4.add(s, f32x4.mul(v128.load(g + bytes(c)), v128.load(g + bytes(c))));
  let total = f32x4.extract_lane(s, 0) + f32x4.extract_lane(s, 1) + (f32x4.extract_lane(s, 2) + f32x4.extract_lane(s, 3));
  for (; c < n; c++) total += load<f32>(g + bytes(c)) * load<f32>(g + bytes(c));
  return total;
}

/** P; a row whose interference is 0 has no gradient, and neither has a norm that is 0. */
function gradientFactors(g: usize, p: usize, n: i32, inverse: usize, w: f32): void {
  const factor = inverse + bytes(n);
  for (let i = 0; i < n; i++) {
    const a = load<f32>(inverse + bytes(i));
    const t = a * Mathf.sqrt(squaresOfOthers(g + bytes(i * n), n, i));
    store<f32>(factor + bytes(i), t > 0 ? (w * a * a) / t : 0);
  }
  for (let i = 0; i < n; i++) {
    const row = g + bytes(i * n);
    const own = load<f32>(factor + bytes(i));
    const f = f32x4.splat(own);
    let j = 0;
    for (; j + 4 <= n; j += 4) {
      const both = f32x4.add(f, v128.load(factor + bytes(j)));
      v128.store(p + bytes(i * n + j), f32x4.mul(both, v128.load(row + bytes(j))));
    }
    for (; j < n; j++) store<f32>(p + bytes(i * n + j), (own + load<f32>(factor + bytes(j))) * load<f32>(row + bytes(j)));
    const norm = Mathf.sqrt(load<f32>(row + bytes(i)));
    const a = load<f32>(inverse + bytes(i));
    const t = a * Mathf.sqrt(squaresOfOthers(row, n, i));
    store<f32>(p + bytes(i * n + i), norm > 0 ? (-a * w * t) / norm : 0);
  }
}

/** loss_i = scale·t_i; inverse[i] = a_i; g_ij becomes c_ij but on the diagonal. */
function cosineLosses(g: usize, n: i32, inverse: usize, scale: f32, loss: usize): void {
  for (let i = 0; i < n; i++) {
    store<f32>(inverse + bytes(i), 1 / (<f32>1e-5 + Mathf.sqrt(load<f32>(g + bytes(i * n + i)))));
  }
  for (let i = 0; i < n; i++) {
    const row = g + bytes(i * n);
    const square = load<f32>(row + bytes(i));
    const a = load<f32>(inverse + bytes(i));
    for (let j = 0; j < n; j++) store<f32>(row + bytes(j), a * load<f32>(inverse + bytes(j)) * load<f32>(row + bytes(j)));
    store<f32>(row + bytes(i), square);
    store<f32>(loss + bytes(i), scale * Mathf.sqrt(squaresOfOthers(row, n, i)));
  }
}

/** P for `cosine`; a row without interference has no gradient, and neither has a norm that is 0. */
function cosineFactors(g: usize, p: usize, n: i32, inverse: usize, w: f32): void {
  const factor = inverse + bytes(n);
  for (let i = 0; i < n; i++) {
    const t = Mathf.sqrt(squaresOfOthers(g + bytes(i * n), n, i));
    store<f32>(factor + bytes(i), t > 0 ? w / t : 0);
  }
  for (let i = 0; i < n; i++) {
    const row = g + bytes(i * n);
    const own = load<f32>(factor + bytes(i));
    const a = load<f32>(inverse + bytes(i));
    const norm = Mathf.sqrt(load<f32>(row + bytes(i)));
    let along: f32 = 0;
    for (let j = 0; j < n; j++) {
      if (j == i) continue;
      const c = load<f32>(row + bytes(j));
      const both = own + load<f32>(factor + bytes(j));
      along += both * c * c;
      store<f32>(p + bytes(i * n + j), a * load<f32>(inverse + bytes(j)) * both * c);
    }
    store<f32>(p + bytes(i * n + i), norm > 0 ? (-a * along) / norm : 0);
  }
}
