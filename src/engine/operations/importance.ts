/**
 * SAFR's importance term: interference between the rows of one sentence (method: L_imp); the rows may be embeddings or activations.
 * Per row: loss_i = scale · ‖(x̂_i·x_j)_{j≠i}‖₂, x̂ = x / (1e-5 + ‖x‖), over the rows j of the same sentence; with `cosine` scale · ‖(x̂_i·x̂_j)_{j≠i}‖₂.
 * dX is the gradient of `weight` · Σ loss / contentRows (norms have gradient 0 at 0), with `add` added to it.
 */
export interface ImportanceLoss {
  op: 'importanceLoss';
  x: string; // [rows, width]
  starts: string;
  scale: number;
  /** Whether both factors are normalized: the scale of the rows then has no effect. */
  cosine?: boolean;
  loss: string; // [rows]
  gradient?: { weight: number; dX: { buffer: string; add: boolean } };
}
