import { describe, expect, it } from 'vitest';
import { meanCapacity } from '../../../../src/core/evaluation/capacity.ts';

describe('token capacity', () => {
  it('is 1 for an orthogonal token, shared among equal tokens, and 0 for a zero vector', () => {
    // Rows: e1, e1, 2·e2, 0.
    const x = Float32Array.of(1, 0, 0, 0, 0, /**/ 1, 0, 0, 0, 0, /**/ 0, 2, 0, 0, 0, /**/ 0, 0, 0, 0, 0);
    expect(meanCapacity(x, Int32Array.of(3, 3, 4, 5), 5)).toBeCloseTo((0.5 + 0.5 + 1 + 0) / 4);
  });

  it('is (x_i·x_i)² / Σ_j (x_i·x_j)²', () => {
    const x = Float32Array.of(/**/ 1, 1, /**/ 2, 0);
    expect(meanCapacity(x, Int32Array.of(1, 2), 2)).toBeCloseTo((4 / (4 + 4) + 16 / (16 + 4)) / 2);
  });
});
