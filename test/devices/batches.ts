import { makeBatch } from '../../src/core/model/batch.ts';
import type { Batch, BufferSpec } from '../../src/engine/program.ts';
import { threefry } from '../../src/common/random.ts';

export const vocabulary = 40;
export const classes = 3;

/** A batch of sentences of these lengths with a small vocabulary, so that words recur; `keys`: number of real tokens of each. */
export function ragged(lengths: readonly number[], keys = lengths): Batch {
  const sentences = lengths.map((length, b) => ({
    ids: Int32Array.from({ length }, (_, i) => threefry(length, b, i, 3)[0] % vocabulary),
    label: b % classes,
  }));
  const batch = makeBatch(sentences, { padding: 'none' });
  return { ...batch, inputs: { ...batch.inputs, keys: Int32Array.from(keys) } };
}

/** The buffers of a batch's inputs. */
export const batchBuffers: readonly BufferSpec[] = (
  [
    ['types', 'types'],
    ['typeOf', 'rows'],
    ['placeOf', 'rows'],
    ['typeOfPlace', 'places'],
    ['positionOfPlace', 'places'],
    ['occurrenceStarts', 'types+1'],
    ['occurrences', 'rows'],
    ['position', 'rows'],
    ['starts', 'sentences+1'],
    ['keys', 'sentences'],
    ['pairStarts', 'sentences+1'],
    ['labels', 'sentences'],
    ['pinned', 'types'],
  ] as const
).map(([name, size]) => ({ name, type: 'i32', shape: [size], role: 'input' }));

/** Contains a sentence of one row; no length is a multiple of a vector's. */
export const small = ragged([3, 1, 7]);
/** Long enough to cross the edges of tiles and to occupy every thread. */
export const long = ragged([70, 5, 33, 1, 18]);
export const single = ragged([1]);
/** As with `padding: "max"`: sentences of equal length with fewer keys. */
export const padded = ragged([9, 9, 9, 9], [9, 6, 2, 1]);
export const longestSentence = 70;

/** The same batch with the types of words of odd numbers pinned. */
export const pinOddWords = (batch: Batch): Batch => ({
  ...batch,
  inputs: { ...batch.inputs, pinned: Int32Array.from(batch.inputs['types']!, (id) => id % 2) },
});
