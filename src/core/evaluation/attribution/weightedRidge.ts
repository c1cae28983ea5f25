/**
 * Weighted ridge regression of `values` on binary features: the coefficients β (and an intercept b without penalty) that minimize
 * Σ w·(value − b − Σ β over the present features)² + penalty·‖β‖². `present`: the features, of `count`, that are 1 in each sample.
 */
export function weightedRidge(
  present: readonly Int32Array[],
  values: readonly number[],
  weights: readonly number[],
  count: number,
  penalty: number,
): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const meanValue = values.reduce((sum, value, s) => sum + weights[s]! * value, 0) / total;
  const means = new Float64Array(count);
  const products = new Float64Array(count * count);
  const right = new Float64Array(count);
  present.forEach((features, s) => {
    const weight = weights[s]!;
    for (const i of features) {
      means[i]! += weight / total;
      right[i]! += weight * (values[s]! - meanValue);
      for (const j of features) products[i * count + j]! += weight;
    }
  });
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) products[i * count + j]! -= total * means[i]! * means[j]!;
    products[i * count + i]! += penalty;
  }
  return solvePositive(products, right);
}

/** Solves A·x = b for a symmetric positive definite A [n, n] by its Cholesky factor, which replaces the lower triangle of A. */
function solvePositive(a: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const x = b.slice();
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * n + k]! * a[j * n + k]!;
      a[i * n + j] = i === j ? Math.sqrt(sum) : sum / a[j * n + j]!;
    }
    for (let k = 0; k < i; k++) x[i]! -= a[i * n + k]! * x[k]!;
    x[i]! /= a[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= a[k * n + i]! * x[k]!;
    x[i]! /= a[i * n + i]!;
  }
  return x;
}
