import type { DataSummary } from '../../../../../src/core/dataset/summary/dataSummary.ts';

/** A summary without warnings; `cut`: training texts that are cut by a token each. */
export function someSummary(changes: Partial<DataSummary> = {}, cut = 0): DataSummary {
  const length = { median: 8, p95: 12, max: 15 };
  const split = (texts: number, unknown: number) => ({
    texts,
    tokens: texts,
    length,
    cut: { texts: 0, tokens: 0 },
    unknown,
  });
  const train = { ...split(1600, 0), tokens: 6000, cut: { texts: cut, tokens: cut } };
  return {
    splits: { train, dev: split(200, 10), test: split(200, 20) },
    classes: [
      { name: 'ham', train: 1200, dev: 150, test: 150 },
      { name: 'spam', train: 400, dev: 50, test: 50 },
    ],
    vocabulary: 5120,
    maxLength: 12,
    leftOut: { otherClasses: 0, balanced: 0, empty: 0 },
    warnings: [],
    ...changes,
  };
}
