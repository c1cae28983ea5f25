/**
 * One minus how similar the words are for which a neuron fires, on average over neurons: MonoLoss (arXiv 2602.12403) with word types, of which equal
 * ones have similarity 1 and others 0. With a = content · max(x, 0), of each neuron f score_f = Σ a_i·a_j·[i and j are of one type] / Σ a_i·a_j, over
 * the pairs i ≠ j of rows of the batch. Computed in linear time, from the sums of a per type. Neurons that fire at fewer than two rows do not
 * count; the loss is 1 where none counts. dX is added the gradient of `weight` · loss. A part of a batch has a loss of its own, which counts as its share
 * of the sentences.
 */
export interface SimilarityLoss {
  op: 'similarityLoss';
  x: string; // [rows, width]
  typeOf: string; // i32 [rows]
  occurrenceStarts: string; // i32 [types+1]
  occurrences: string; // i32 [rows]
  content?: string; // [rows]: 1 or 0; 1 without it
  sums: string; // [types, width]: Σ a over the rows of a type
  scores: string; // [3, width]: score_f; 1 / Σ a_i·a_j, 0 for neurons that do not count; Σ a
  loss: string; // [sentences], all the same
  gradient?: { weight: number; dX: string }; // [rows, width], added to
}
