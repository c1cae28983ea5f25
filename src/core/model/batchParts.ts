import type { Batch, Sizes } from '../../engine/program.ts';
import { bounds, occurrencesOf, wordPlaces } from './batch.ts';
import { exampleWeights } from './forward.ts';

/** Inputs with a value per sentence, and per row. Those of types are the whole batch's. */
const ofSentences = ['keys', 'labels', exampleWeights];
const ofRows = ['typeOf', 'position', 'segment', 'content'];

/** Cuts a batch into consecutive parts, see `BatchPart`. `ends`: the number of the sentence after each part, ascending. */
export function cutBatch(batch: Batch, ends: readonly number[]): Batch[] {
  const parts = ends.map((end, i) => sentencesOf(batch, ends[i - 1] ?? 0, end));
  const room = largestSizes(parts);
  return parts.map((part, i) => {
    const firstSentence = ends[i - 1] ?? 0;
    const firstRow = batch.inputs['starts']![firstSentence]!;
    return { ...part, part: { firstRow, firstSentence, batchSentences: batch.sizes.sentences, room } };
  });
}

function sentencesOf({ sizes, inputs }: Batch, first: number, end: number): Batch {
  const allStarts = inputs['starts'] as Int32Array;
  const [firstRow, endRow] = [allStarts[first]!, allStarts[end]!];
  const cut = (names: readonly string[], from: number, to: number) =>
    Object.fromEntries(names.flatMap((name) => (inputs[name] ? [[name, inputs[name].slice(from, to)]] : [])));
  const own = { ...cut(ofSentences, first, end), ...cut(ofRows, firstRow, endRow) };
  const starts = allStarts.slice(first, end + 1).map((row) => row - firstRow);
  const pairStarts = bounds(Array.from(starts.subarray(1), (row, b) => (row - starts[b]!) ** 2));
  const { typeOf, position, segment } = own as Record<string, Int32Array>;
  const { segmentOfPlace, ...places } = wordPlaces(typeOf!, position!, segment ?? new Int32Array(typeOf!.length));
  return {
    sizes: {
      ...sizes,
      ...{ rows: endRow - firstRow, sentences: end - first, pairs: pairStarts.at(-1)! },
      places: places.positionOfPlace.length,
    },
    inputs: {
      ...inputs,
      ...own,
      ...places,
      ...(segment && { segmentOfPlace }),
      ...{ starts, pairStarts },
      ...occurrencesOf(typeOf!, sizes.types),
    },
  };
}

function largestSizes(parts: readonly Batch[]): Sizes {
  const names = Object.keys(parts[0]!.sizes) as (keyof Sizes)[];
  return Object.fromEntries(names.map((name) => [name, Math.max(...parts.map(({ sizes }) => sizes[name]))])) as Sizes;
}
