import * as z from 'zod';
import { sixDigits } from '../../common/format.ts';
import { typeAt, type TypeColumns } from './typeColumns.ts';

/** A word type and its share of a neuron's activation mass: the sum of its activations above 0 over the tokens of a split. */
export const typeShareSchema = z.object({ share: z.number(), word: z.int() });
export type TypeShare = z.output<typeof typeShareSchema>;

/** Sums of the activations of some neurons on one word type. */
interface TypeSums {
  readonly neurons: readonly number[];
  readonly sums: Float32Array; // [neurons]
}

/**
 * Finds the word types with the largest shares of the activation mass of each neuron of a layer, or of other units with activations per token;
 * the largest share is the purity. Where word types share a column (see TypeColumns), its sum is an upper bound of the sum of each. If that
 * exceeds the last of the sums of separate types that are wanted, the texts with the types of the column are read a second time to sum them separately.
 * Thus the result is exact, but for the rounding of sums.
 */
export class TypeSharesTally {
  readonly #neurons: number;
  readonly #wanted: number;
  readonly #columns: TypeColumns;
  readonly #sums: Float32Array; // [columns, neurons]
  /** Of the types that needed a second reading. */
  #separate: ReadonlyMap<number, TypeSums> = new Map();

  /** `wanted`: number of types per neuron. */
  constructor(neurons: number, columns: TypeColumns, wanted: number) {
    this.#neurons = neurons;
    this.#wanted = wanted;
    this.#columns = columns;
    this.#sums = new Float32Array(columns.types.length * neurons);
  }

  /** `hidden`: [tokens, neurons] of a text; `ids`: its word types. */
  add(hidden: Float32Array, ids: Int32Array): void {
    const neurons = this.#neurons;
    for (let at = 0, position = 0; at < hidden.length; position++) {
      const row = this.#row(this.#columns.of(typeAt(ids, position)));
      for (let f = 0; f < neurons; f++, at++) if (hidden[at]! > 0) row[f]! += hidden[at]!;
    }
  }

  /** The word types whose texts `addAgain` must be given after all texts were added; none if each type has a column of its own. */
  undecided(): Iterable<number> {
    const least = this.#best().map((best) => best[this.#wanted - 1]?.sum ?? 0);
    const separate = new Map<number, TypeSums>();
    this.#columns.types.forEach((types, column) => {
      if (types.length === 1) return;
      const bounds = this.#row(column);
      const neurons = least.flatMap((sum, f) => (bounds[f]! > sum ? [f] : []));
      if (neurons.length === 0) return;
      for (const type of types) separate.set(type, { neurons, sums: new Float32Array(neurons.length) });
    });
    this.#separate = separate;
    return separate.keys();
  }

  /** As `add`, of a text with an undecided type. */
  addAgain(hidden: Float32Array, ids: Int32Array): void {
    for (let start = 0, position = 0; start < hidden.length; start += this.#neurons, position++) {
      const own = this.#separate.get(typeAt(ids, position));
      own?.neurons.forEach((f, i) => (own.sums[i]! += Math.max(0, hidden[start + f]!)));
    }
  }

  /** Of each neuron, the largest share first; none if it never fires. Of equal shares, that of the more frequent type is first. */
  report(): TypeShare[][] {
    const mass = new Float64Array(this.#neurons);
    for (let column = 0; column < this.#columns.types.length; column++)
      this.#row(column).forEach((sum, f) => (mass[f]! += sum));
    return this.#best().map((best, f) =>
      best.map(({ sum, word }) => ({ share: sixDigits(Math.min(1, sum / mass[f]!)), word })),
    );
  }

  /** The largest sums of each neuron on one type, among the types that are summed separately. */
  #best(): Sum[][] {
    const best = Array.from({ length: this.#neurons }, (): Sum[] => []);
    this.#columns.types.forEach(([word, ...others], column) => {
      if (others.length === 0)
        this.#row(column).forEach((sum, f) => insert(best[f]!, { sum, word: word! }, this.#wanted));
    });
    for (const [word, { neurons, sums }] of this.#separate)
      neurons.forEach((f, i) => insert(best[f]!, { sum: sums[i]!, word }, this.#wanted));
    return best;
  }

  #row(column: number): Float32Array {
    return this.#sums.subarray(column * this.#neurons, (column + 1) * this.#neurons);
  }
}

interface Sum {
  readonly sum: number;
  readonly word: number;
}

/** Inserts a sum above 0 into a list of at most `size`, the largest first. */
function insert(list: Sum[], added: Sum, size: number): void {
  if (added.sum <= (list.length < size ? 0 : list.at(-1)!.sum)) return;
  let at = Math.min(list.length, size - 1);
  for (; at > 0 && added.sum > list[at - 1]!.sum; at--) list[at] = list[at - 1]!;
  list[at] = added;
}
