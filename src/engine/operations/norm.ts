import type { Size } from './size.ts';

/** Of layer norms with dropout. */
interface Norm {
  rows: Size;
  gamma: string; // [D]
  beta: string; // [D]
  epsilon: number;
  dropout: number;
  site: number;
  normalized: string; // [rows, D], before gamma and beta, kept for the backward
  inverseDeviation: string; // [rows]
}

/** dGamma and dBeta are left out where they are frozen. */
interface NormBackward {
  gamma: string;
  dropout: number;
  site: number;
  normalized: string;
  inverseDeviation: string;
  dGamma?: string;
  dBeta?: string;
  dX: string; // [rows, D]
}

/**
 * A pretrained encoder's embedding: out = dropout(layerNorm(x + positions[position] + segments.table[segment])·gamma + beta).
 */
export interface EmbeddingNorm extends Norm {
  op: 'embeddingNorm';
  x: string; // [rows, D]
  positions: string; // [P, D]
  position: string; // i32 [rows]
  segments?: { table: string; segment: string }; // [S, D]; i32 [rows]
  out: string; // [rows, D]
}

/** Gradients that are left out belong to frozen parameters. Those of tables are 0 in rows that no row of the batch refers to. */
export interface EmbeddingNormBackward extends NormBackward {
  op: 'embeddingNormBackward';
  dOut: string; // [rows, D], overwritten: becomes the gradient before the dropout
  dPositions?: { position: string; table: string }; // i32 [rows]; [P, D]
  dSegments?: { segment: string; table: string }; // i32 [rows]; [S, D]
}

/** y = layerNorm(x + dropout(branch))·gamma + beta. */
export interface ResidualNorm extends Norm {
  op: 'residualNorm';
  x: string; // [rows, D]
  branch: string; // [rows, D]
  y: string; // [rows, D]
}

export interface ResidualNormBackward extends NormBackward {
  op: 'residualNormBackward';
  rows: Size;
  dY: string; // [rows, D]
  dBranch: string; // [rows, D]
}
