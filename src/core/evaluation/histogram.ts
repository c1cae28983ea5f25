import * as z from 'zod';

const bins = 32;
const smallest = 2 ** -20;

/** A histogram as stored: counts of equally wide bins from 0 to `range`, a power of two. */
export const histogramSchema = z.object({ range: z.number(), counts: z.array(z.int()).readonly() });
export type Histogram = z.output<typeof histogramSchema>;

/**
 * Histograms of positive numbers whose range is not known in advance: a range that is too small is doubled by merging pairs of bins.
 * The result does not depend on the order of the numbers.
 */
export class Histograms {
  readonly #counts: Int32Array; // [count, bins]
  readonly #ranges: Float64Array; // [count]

  constructor(count: number) {
    this.#counts = new Int32Array(count * bins);
    this.#ranges = new Float64Array(count).fill(smallest);
  }

  /** Errors: RangeError unless the value is finite. */
  add(index: number, value: number): void {
    if (value >= this.#ranges[index]!) this.#widen(index, value);
    this.#counts[index * bins + Math.floor((value * bins) / this.#ranges[index]!)]!++;
  }

  report(index: number): Histogram {
    return { range: this.#ranges[index]!, counts: Array.from(this.#counts.subarray(index * bins, (index + 1) * bins)) };
  }

  #widen(index: number, value: number): void {
    if (!Number.isFinite(value)) throw new RangeError(`an activation is ${value}`);
    const counts = this.#counts.subarray(index * bins, (index + 1) * bins);
    while (value >= this.#ranges[index]!) {
      this.#ranges[index]! *= 2;
      for (let bin = 0; bin < bins / 2; bin++) counts[bin] = counts[2 * bin]! + counts[2 * bin + 1]!;
      counts.fill(0, bins / 2);
    }
  }
}
