import * as z from 'zod';
import { typeAt, type TypeColumns } from './typeColumns.ts';

/** The word type with the largest share of a neuron's activation mass: the sum of its activations above 0 over the tokens of a split. */
export const puritySchema = z.object({ share: z.number(), word: z.int() });
export type Purity = z.output<typeof puritySchema>;

/** Sums of the activations of some neurons on one word type. */
interface TypeSums {
  readonly neurons: readonly number[];
  readonly sums: Float32Array; // [neurons]
}

/**
 * Finds the purity of the neurons of one layer, or of other units with activations per token. Where word types share a column (see
 * TypeColumns), its sum is an upper bound of the sum of each. If that exceeds what a neuron has on every type with a column of its own, the
 * texts with the types of the column are read a second time to sum them separately. Thus the result is exact, but for the rounding of sums.
 */
export class PurityTally {
  readonly #neurons: number;
  readonly #columns: TypeColumns;
  readonly #sums: Float32Array; // [columns, neurons]
  /** Of the types that needed a second reading. */
  #separate: ReadonlyMap<number, TypeSums> = new Map();

  constructor(neurons: number, columns: TypeColumns) {
    this.#neurons = neurons;
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
    const best = this.#best().map(({ sum }) => sum);
    const separate = new Map<number, TypeSums>();
    this.#columns.types.forEach((types, column) => {
      if (types.length === 1) return;
      const bounds = this.#row(column);
      const neurons = best.flatMap((sum, f) => (bounds[f]! > sum ? [f] : []));
      if (neurons.length === 0) return;
      for (const type of types) separate.set(type, { neurons, sums: new Float32Array(neurons.length) });
    });
    this.#separate = separate;
    return separate.keys();
  }

  addAgain(hidden: Float32Array, ids: Int32Array): void {
    for (let start = 0, position = 0; start < hidden.length; start += this.#neurons, position++) {
      const own = this.#separate.get(typeAt(ids, position));
      own?.neurons.forEach((f, i) => (own.sums[i]! += Math.max(0, hidden[start + f]!)));
    }
  }

  /** Of each neuron; null if it never fires. Of equal shares, that of the more frequent type. */
  report(): (Purity | null)[] {
    const mass = new Float64Array(this.#neurons);
    for (let column = 0; column < this.#columns.types.length; column++)
      this.#row(column).forEach((sum, f) => (mass[f]! += sum));
    return this.#best().map(({ sum, type }, f) =>
      sum > 0 ? { share: Math.min(1, sum / mass[f]!), word: type } : null,
    );
  }

  /** The largest sum of each neuron on one type, among the types that are summed separately. */
  #best(): { sum: number; type: number }[] {
    const best = Array.from({ length: this.#neurons }, () => ({ sum: 0, type: 0 }));
    const offer = (f: number, sum: number, type: number) => {
      if (sum > best[f]!.sum) best[f] = { sum, type };
    };
    this.#columns.types.forEach(([type, ...others], column) => {
      if (others.length === 0) this.#row(column).forEach((sum, f) => offer(f, sum, type!));
    });
    for (const [type, { neurons, sums }] of this.#separate) neurons.forEach((f, i) => offer(f, sums[i]!, type));
    return best;
  }

  #row(column: number): Float32Array {
    return this.#sums.subarray(column * this.#neurons, (column + 1) * this.#neurons);
  }
}
