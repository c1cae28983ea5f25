import { padId } from '../dataset/vocabulary.ts';
import type { Sentences } from './observe.ts';

/** Bytes that the sums of all layers of an evaluation may take. */
const maxSumsBytes = 256 * 2 ** 20;

/**
 * Assigns each word type of a split the column of a table in which activations on it are summed, a Float32 per neuron and column. Each type
 * has a column of its own if this takes at most 256 MiB. Otherwise the most frequent types fill half of the columns and the others share the rest.
 */
export class TypeColumns {
  /** The word types of each column. */
  readonly types: readonly (readonly number[])[];
  readonly #columns = new Map<number, number>();

  /** `neurons`: in all layers together. */
  constructor(split: Sentences, neurons: number, maxBytes = maxSumsBytes) {
    const types = typesByFrequency(split);
    const count = Math.min(types.length, Math.max(2, Math.floor(maxBytes / (4 * neurons))));
    const own = count === types.length ? count : Math.ceil(count / 2);
    const columns = Array.from({ length: count }, (): number[] => []);
    types.forEach((type, i) => {
      const column = i < own ? i : own + ((i - own) % (count - own));
      columns[column]!.push(type);
      this.#columns.set(type, column);
    });
    this.types = columns;
  }

  of(type: number): number {
    return this.#columns.get(type)!;
  }
}

/** The word type at a position; a text without tokens has one <PAD>. */
export function typeAt(ids: Int32Array, position: number): number {
  return ids[position] ?? padId;
}

/** The numbers of the texts of a split that have one of these word types. */
export function* textsWith(split: Sentences, types: ReadonlySet<number>): Generator<number> {
  if (types.size === 0) return;
  for (let i = 0; i < split.length; i++) if (typesOf(split, i).some((type) => types.has(type))) yield i;
}

const noTokens = Int32Array.of(padId);

function typesOf(split: Sentences, index: number): Int32Array {
  const ids = split.ids(index);
  return ids.length === 0 ? noTokens : ids;
}

/** The most frequent first. */
function typesByFrequency(split: Sentences): number[] {
  const counts = new Map<number, number>();
  for (let i = 0; i < split.length; i++) {
    for (const type of typesOf(split, i)) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return Array.from(counts)
    .sort(([a, countA], [b, countB]) => countB - countA || a - b)
    .map(([type]) => type);
}
