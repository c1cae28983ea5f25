import type { Batch } from '../../engine/program.ts';

export interface Sentence {
  /** Word ids, at most maxLength of them. */
  readonly ids: Int32Array;
  /** Class; 0 where it does not matter. */
  readonly label: number;
}

/** Rows that a sentence occupies: its own tokens or, padded as in the released code, `maxLength` for every sentence. */
export type Padding = { readonly padding: 'none' } | { readonly padding: 'max'; readonly maxLength: number };

const padId = 0;
const noTokens = Int32Array.of(padId);

/** The inputs of one batch, see `modelBuilder`. A sentence without tokens counts as one <PAD>. */
export function makeBatch(sentences: readonly Sentence[], padding: Padding): Batch {
  const tokens = sentences.map(({ ids }) => (ids.length ? ids : noTokens));
  const lengths = tokens.map((ids) => (padding.padding === 'max' ? padding.maxLength : ids.length));
  const starts = bounds(lengths);
  const rows = starts.at(-1)!;
  const ids = new Int32Array(rows).fill(padId);
  const position = new Int32Array(rows);
  tokens.forEach((own, b) => {
    ids.set(own, starts[b]);
    for (let i = 0; i < lengths[b]!; i++) position[starts[b]! + i] = i;
  });
  const words = wordTypes(ids);
  const places = wordPlaces(words.typeOf, position);
  const pairStarts = bounds(lengths.map((n) => n * n));
  return {
    sizes: {
      ...{ rows, sentences: sentences.length, pairs: pairStarts.at(-1)! },
      ...{ contentRows: rows, contentPairs: pairStarts.at(-1)! },
      ...{ types: words.types.length, places: places.positionOfPlace.length },
    },
    inputs: {
      ...words,
      ...places,
      position,
      starts,
      keys: Int32Array.from(tokens, (own) => own.length),
      pairStarts,
      labels: Int32Array.from(sentences, ({ label }) => label),
    },
  };
}

/** 0 and the running sums: [n + 1]. */
function bounds(lengths: readonly number[]): Int32Array {
  const ends = new Int32Array(lengths.length + 1);
  lengths.forEach((length, i) => {
    ends[i + 1] = ends[i]! + length;
  });
  return ends;
}

/** The distinct words, ascending; the type of every row; the rows of every type. */
function wordTypes(ids: Int32Array) {
  const types = Int32Array.from(new Set(ids)).sort();
  const index = new Map(Array.from(types, (id, t) => [id, t]));
  const typeOf = ids.map((id) => index.get(id)!);
  const occurrenceStarts = new Int32Array(types.length + 1);
  for (const t of typeOf) occurrenceStarts[t + 1]!++;
  for (let t = 0; t < types.length; t++) occurrenceStarts[t + 1]! += occurrenceStarts[t]!;
  const next = occurrenceStarts.slice();
  const occurrences = new Int32Array(ids.length);
  typeOf.forEach((t, row) => {
    occurrences[next[t]!++] = row;
  });
  return { types, typeOf, occurrenceStarts, occurrences };
}

/** The distinct pairs of word and position in order of first appearance: type and position of each, and the place of every row. */
function wordPlaces(typeOf: Int32Array, position: Int32Array) {
  const typeOfPlace: number[] = [];
  const positionOfPlace: number[] = [];
  const known = new Map<number, number>();
  const placeOf = typeOf.map((type, row) => {
    const key = type * 2 ** 20 + position[row]!;
    let place = known.get(key);
    if (place === undefined) {
      known.set(key, (place = typeOfPlace.push(type) - 1));
      positionOfPlace.push(position[row]!);
    }
    return place;
  });
  return { placeOf, typeOfPlace: Int32Array.from(typeOfPlace), positionOfPlace: Int32Array.from(positionOfPlace) };
}
