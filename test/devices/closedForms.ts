import type { GeluForm } from '../../src/engine/operations.ts';

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
