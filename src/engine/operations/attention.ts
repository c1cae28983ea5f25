interface AttentionInputs {
  qkv: string; // [rows, 3·D]: queries, keys, values side by side, each head by head
  heads: number;
  starts: string; // i32 [sentences+1]
  keys: string; // i32 [sentences]
}

/** Scaled dot-product self-attention within each sentence. */
export interface Attention extends AttentionInputs {
  op: 'attention';
  /** Added to the logits of every head, 0 or −∞: [pairs]; the diagonal is never cut. */
  cut?: { pairs: string; pairStarts: string };
  out: string; // [rows, D]
}

/** The attention weights, [n, n] per head, all heads of one sentence together: sentence b begins at H·pairStarts[b]. */
export interface AttentionWeights extends AttentionInputs {
  op: 'attentionWeights';
  pairStarts: string; // i32 [sentences+1]
  weights: string; // [pairs, H] in size; laid out sentence, head, query, key
}

/**
 * SAFR's interaction term per sentence and head: loss = Σ_ik A_ik·(1 − [i≠k]·(A·Aᵀ)_ik), a sum, not yet a mean. With `content`, A is the
 * matrix without the rows and columns of special tokens, not normalized again.
 */
export interface InteractionLoss extends AttentionInputs {
  op: 'interactionLoss';
  content?: string; // [rows]: 1, of a special token 0
  loss: string; // [sentences, H]
}

/**
 * dQkv from dOut, recomputing the weights. With `interaction`: InteractionLoss's sums on the way, and the gradient of
 * `interaction.weight` · Σ loss / (H·contentPairs) is added. They take time in proportion to the cube of a sentence's length, all else to its square.
 */
export interface AttentionBackward extends AttentionInputs {
  op: 'attentionBackward';
  dOut: string; // [rows, D]
  interaction?: { weight: number; loss: string; content?: string };
  dQkv: string; // [rows, 3·D]
}
