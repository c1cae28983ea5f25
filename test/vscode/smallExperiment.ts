/** An experiment on reviews.tsv that is quick to train; `epochs` at most, without stopping early. */
export function smallExperiment(epochs: number): object {
  return {
    dataset: { source: 'files', train: 'reviews.tsv' },
    model: { width: 32, heads: 2, feedForward: 64, maskHidden: 32, padding: 'none', maxLength: 32 },
    training: { epochs, batchSize: 8, learningRate: 0.001, patience: epochs },
    safr: { preset: 'safr', importance: 0.1 },
  };
}
