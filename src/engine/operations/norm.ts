import type { Size } from './size.ts';

/**
 * A pretrained encoder's embedding: out = dropout(layerNorm(x + positions[position] + segments.table[segment])·gamma + beta).
 */
export interface EmbeddingNorm {
  op: 'embeddingNorm';
  rows: Size;
  x: string; // [rows, D]
  positions: string; // [P, D]
  position: string; // i32 [rows]
  segments?: { table: string; segment: string }; // [S, D]; i32 [rows]
  gamma: string; // [D]
  beta: string; // [D]
  epsilon: number;
  dropout: number;
  site: number;
  normalized: string; // [rows, D], before gamma and beta, kept for the backward
  inverseDeviation: string; // [rows]
  out: string; // [rows, D]
}

/** Gradients that are left out belong to frozen parameters. Those of tables are 0 in rows that no row of the batch refers to. */
export interface EmbeddingNormBackward {
  op: 'embeddingNormBackward';
  dOut: string; // [rows, D], overwritten: becomes the gradient before the dropout
  gamma: string;
  dropout: number;
  site: number;
  normalized: string;
  inverseDeviation: string;
  dGamma?: string;
  dBeta?: string;
  dX: string; // [rows, D]
  dPositions?: { position: string; table: string }; // i32 [rows]; [P, D]
  dSegments?: { segment: string; table: string }; // i32 [rows]; [S, D]
}

/** y = layerNorm(x + dropout(branch))·gamma + beta. */
export interface ResidualNorm {
  op: 'residualNorm';
  rows: Size;
  x: string; // [rows, D]
  branch: string; // [rows, D]
  gamma: string; // [D]
  beta: string; // [D]
  epsilon: number;
  dropout: number;
  site: number;
  normalized: string; // [rows, D], before gamma and beta, kept for the backward
  inverseDeviation: string; // [rows]
  y: string; // [rows, D]
}

/** dGamma and dBeta are left out where they are frozen. */
export interface ResidualNormBackward {
  op: 'residualNormBackward';
  rows: Size;
  dY: string; // [rows, D]
  gamma: string;
  dropout: number;
  site: number;
  normalized: string;
  inverseDeviation: string;
  dGamma?: string;
  dBeta?: string;
  dX: string; // [rows, D]
  dBranch: string; // [rows, D]
}
