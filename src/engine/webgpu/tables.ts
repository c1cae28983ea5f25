import type { Batch } from '../program.ts';
import type { BatchShape } from './kernel.ts';
import { sentenceOfRow, sentenceTable } from './kernels/sentences.ts';

/** u32s of a `Sentence`. */
const sentenceFields = 5;

/** Elements of the tables. */
export const tableSizes: Readonly<Record<string, (shape: BatchShape) => number>> = {
  [sentenceTable]: ({ sentences }) => sentenceFields * sentences,
  [sentenceOfRow]: ({ rows }) => rows,
};

const roundUp = (n: number) => Math.ceil(n / 4) * 4;

/** What kernels need to know about the sentences of a batch, from its inputs `starts` and `keys`; without `keys` all rows are keys. */
export function tablesOf({ sizes, inputs }: Batch): {
  shape: BatchShape;
  tables: Readonly<Record<string, Uint32Array>>;
} {
  const starts = inputs['starts'] ?? new Int32Array(sizes.sentences + 1);
  const keys = inputs['keys'];
  const sentences = new Uint32Array(sentenceFields * sizes.sentences);
  const sentenceOf = new Uint32Array(sizes.rows);
  let [longest, weights, gram] = [0, 0, 0];
  for (let b = 0; b < sizes.sentences; b++) {
    const start = starts[b]!;
    const rows = starts[b + 1]! - start;
    const own = keys?.[b] ?? rows;
    sentences.set([start, rows, own, weights, gram], sentenceFields * b);
    sentenceOf.fill(b, start, start + rows);
    longest = Math.max(longest, rows);
    weights += rows * roundUp(own);
    gram += rows * roundUp(rows);
  }
  return {
    shape: { ...sizes, longest, weights, gram },
    tables: { [sentenceTable]: sentences, [sentenceOfRow]: sentenceOf },
  };
}
