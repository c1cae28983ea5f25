import type { Batch } from '../../engine/program.ts';
import { addSpecialTokens, specialIds, type SpecialTokens } from './specialTokens.ts';

export interface Sentence {
  /** Word ids, at most maxLength of them, without special tokens. */
  readonly ids: Int32Array;
  /** Class; 0 where it does not matter. */
  readonly label: number;
  /** Number of the tokens that belong to the first text of a pair; left out for a single text. */
  readonly boundary?: number;
}

/** Some of the tokens of a sentence, by their positions in ascending order. */
export function withTokens({ ids, boundary, label }: Sentence, positions: Int32Array): Sentence {
  return {
    ...{ ids: positions.map((position) => ids[position]!), label },
    ...(boundary !== undefined && { boundary: positions.filter((position) => position < boundary).length }),
  };
}

/**
 * Rows that a sentence occupies: its own tokens, with a frame the special tokens of a pretrained encoder around them or, padded as in the
 * released code, `maxLength` for every sentence.
 */
export type Padding =
  | { readonly padding: 'none'; readonly frame?: SpecialTokens }
  | { readonly padding: 'max'; readonly maxLength: number };

const padId = 0;
const noTokens = Int32Array.of(padId);

/**
 * The inputs of one batch, see `modelBuilder`. Without a frame a sentence without tokens counts as one <PAD>. Special tokens are always kept,
 * and the regularizers leave them out.
 */
export function makeBatch(sentences: readonly Sentence[], padding: Padding): Batch {
  const frame = padding.padding === 'none' ? padding.frame : undefined;
  const framed = frame && sentences.map(({ ids, boundary }) => addSpecialTokens(ids, boundary, frame));
  const tokens = framed?.map(({ ids }) => ids) ?? sentences.map(({ ids }) => (ids.length ? ids : noTokens));
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
  const segment = framed
    ? joined(
        Int32Array,
        framed.map(({ segments }) => segments),
      )
    : new Int32Array(rows);
  const { segmentOfPlace, ...places } = wordPlaces(words.typeOf, position, segment);
  const pairStarts = bounds(lengths.map((n) => n * n));
  const content =
    framed &&
    joined(
      Float32Array,
      framed.map((own) => own.content),
    );
  return {
    sizes: {
      ...{ rows, sentences: sentences.length, pairs: pairStarts.at(-1)! },
      ...(content ? contentSizes(content, starts) : { contentRows: rows, contentPairs: pairStarts.at(-1)! }),
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
      ...(frame && content && { segment, segmentOfPlace, content, pinned: pinnedTypes(words.types, frame) }),
    },
  };
}

/**
 * The rows of a batch that hold the tokens of sentence b, ascending: neither padding nor special tokens. One <PAD> for a sentence without
 * tokens.
 */
export function contentRows({ inputs }: Batch, b: number): Int32Array {
  const { starts, keys } = inputs as Record<string, Int32Array>;
  const { content } = inputs;
  const rows = Int32Array.from({ length: keys![b]! }, (_, i) => starts![b]! + i);
  return content ? rows.filter((row) => content[row] === 1) : rows;
}

/** 1 for special types, whose mask is always 1. A token of a text that is spelled like a special one is kept as well. */
function pinnedTypes(types: Int32Array, frame: SpecialTokens): Int32Array {
  const special = specialIds(frame);
  return types.map((id) => (special.has(id) ? 1 : 0));
}

function joined<T extends Int32Array | Float32Array>(
  type: { from(values: Iterable<number>): T },
  parts: readonly T[],
): T {
  return type.from(parts.flatMap((part) => [...part]));
}

/** Divisors of the regularizers' means; 1 where a batch has nothing but special tokens. */
function contentSizes(content: Float32Array, starts: Int32Array) {
  const counts = Array.from(starts.subarray(1), (end, b) =>
    content.subarray(starts[b], end).reduce((sum, value) => sum + value, 0),
  );
  const sum = (values: readonly number[]) =>
    Math.max(
      1,
      values.reduce((total, value) => total + value, 0),
    );
  return { contentRows: sum(counts), contentPairs: sum(counts.map((n) => n * n)) };
}

/** 0 and the running sums: [n + 1]. */
export function bounds(lengths: readonly number[]): Int32Array {
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
  return { types, typeOf, ...occurrencesOf(typeOf, types.length) };
}

/** The rows of every type, ascending. */
export function occurrencesOf(typeOf: Int32Array, types: number) {
  const occurrenceStarts = new Int32Array(types + 1);
  for (const t of typeOf) occurrenceStarts[t + 1]!++;
  for (let t = 0; t < types; t++) occurrenceStarts[t + 1]! += occurrenceStarts[t]!;
  const next = occurrenceStarts.slice();
  const occurrences = new Int32Array(typeOf.length);
  typeOf.forEach((t, row) => {
    occurrences[next[t]!++] = row;
  });
  return { occurrenceStarts, occurrences };
}

/**
 * The distinct triples of word, position and segment in order of first appearance: type, position and segment of each, and the place of
 * every row.
 */
export function wordPlaces(typeOf: Int32Array, position: Int32Array, segment: Int32Array) {
  const firstRows: number[] = [];
  const known = new Map<number, number>();
  const placeOf = typeOf.map((type, row) => {
    const key = (type * 2 ** 20 + position[row]!) * 2 ** 8 + segment[row]!;
    let place = known.get(key);
    if (place === undefined) known.set(key, (place = firstRows.push(row) - 1));
    return place;
  });
  const ofPlaces = (ofRows: Int32Array) => Int32Array.from(firstRows, (row) => ofRows[row]!);
  return {
    placeOf,
    typeOfPlace: ofPlaces(typeOf),
    positionOfPlace: ofPlaces(position),
    segmentOfPlace: ofPlaces(segment),
  };
}
