import type { GeluForm } from '../../src/engine/operations/gelu.ts';

// Formulas in plain JavaScript and float64, element by element, as the papers write them.

/** erf(x) = 2/√π · e^(−x²) · Σ 2ⁿ·x^(2n+1) / (1·3·…·(2n+1)), whose terms have one sign. */
function erf(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** gelu at a number, and its derivative. */
export function geluAt(x: number, form: GeluForm): { value: number; derivative: number } {
  if (form === 'erf') {
    const share = (1 + erf(x / Math.SQRT2)) / 2;
    return { value: x * share, derivative: share + (x * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI) };
  }
  const factor = Math.sqrt(2 / Math.PI);
  const t = Math.tanh(factor * (x + 0.044715 * x ** 3));
  const slope = factor * (1 + 3 * 0.044715 * x * x);
  return { value: (x * (1 + t)) / 2, derivative: (1 + t + x * (1 - t * t) * slope) / 2 };
}

/** (x − mean)/√(variance + ε)·gamma + beta of one row. */
export function layerNorm(x: readonly number[], gamma: Float32Array, beta: Float32Array, epsilon: number): number[] {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length;
  return x.map((value, i) => ((value - mean) / Math.sqrt(variance + epsilon)) * gamma[i]! + beta[i]!);
}

interface AdamState {
  readonly parameter: number;
  readonly first: number;
  readonly second: number;
}

/** One step of AdamW (Loshchilov and Hutter 2019, algorithm 2, the learning rate also on the decay, as in PyTorch), β 0.9 and 0.999, ε 1e-8. */
export function adamW(before: AdamState, gradient: number, rate: number, decay: number, step: number): AdamState {
  const first = 0.9 * before.first + 0.1 * gradient;
  const second = 0.999 * before.second + 0.001 * gradient ** 2;
  const change = (rate * (first / (1 - 0.9 ** step))) / (Math.sqrt(second / (1 - 0.999 ** step)) + 1e-8);
  return { parameter: before.parameter * (1 - rate * decay) - change, first, second };
}

/** Attention weights [n][n] of one head of one sentence; q and k are [n][d]. */
export function attentionOf(q: readonly number[][], k: readonly number[][]): number[][] {
  return q.map((query) => {
    const logits = k.map((key) => dot(query, key) / Math.sqrt(query.length));
    const top = Math.max(...logits);
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit - top), 0);
    return logits.map((logit) => Math.exp(logit - top) / total);
  });
}

/** SAFR's interaction sum of a matrix [n][n], the rows and columns of special tokens taken out. */
export function interactionOf(weights: readonly number[][], isContent: readonly boolean[]): number {
  const content = <T>(list: readonly T[]) => list.filter((_, i) => isContent[i]);
  const a = content(weights).map(content);
  const terms = a.flatMap((row, i) => row.map((weight, k) => weight * (i === k ? 1 : 1 - dot(row, a[k]!))));
  return terms.reduce((sum, term) => sum + term, 0);
}

/** SAFR's importance loss of the rows of one sentence without its scale, [n]; with `cosine` both factors are normalized. */
export function importanceOf(rows: readonly number[][], cosine: boolean): number[] {
  const unit = rows.map((row) => row.map((value) => value / (1e-5 + Math.sqrt(dot(row, row)))));
  const others = cosine ? unit : rows;
  return unit.map((row, i) => Math.hypot(...others.filter((_, j) => j !== i).map((other) => dot(row, other))));
}

/** MonoLoss of activations [rows][neurons] over the pairs of rows, of which those of one type are similar; rows without content do not fire. */
export function similarityLossOf(
  rows: readonly number[][],
  typeOf: ArrayLike<number>,
  isContent: readonly boolean[],
): number {
  const scores = rows[0]!.flatMap((_, f) => {
    const fires = rows.map((row, i) => (isContent[i] ? Math.max(row[f]!, 0) : 0));
    const pairs = fires.flatMap((a, i) => fires.map((b, j) => ({ weight: i === j ? 0 : a * b, i, j })));
    const weightOf = (some: typeof pairs) => some.reduce((sum, { weight }) => sum + weight, 0);
    return weightOf(pairs) === 0
      ? []
      : [weightOf(pairs.filter(({ i, j }) => typeOf[i] === typeOf[j])) / weightOf(pairs)];
  });
  return 1 - scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}
