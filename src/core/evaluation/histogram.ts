import * as z from 'zod';

const bins = 32;
const smallest = 2 ** -20;

/** A histogram as stored: counts of equally wide bins from 0 to `range`, a power of two. */
export const histogramSchema = z.object({ range: z.number(), counts: z.array(z.int()).readonly() });
export type Histogram = z.output<typeof histogramSchema>;

/**
 * Histograms of positive numbers whose size is not known beforehand: a range that proves too small doubles, two bins becoming one.
 * What comes out does not depend on the order of the numbers.
 */
export class Histograms {
  readonly #counts: Int32Array; // [count, bins]
  readonly #ranges: Float64Array; // [count]

  constructor(count: number) {
    this.#counts = new Int32Array(count * bins);
    this.#ranges = new Float64Array(count).fill(smallest);
  }

  /** Errors: RangeError unless the value is finite, as no range would hold it. */
  add(index: number, value: number): void {
    if (value >= this.#ranges[index]!) this.#widen(index, value);
    this.#counts[index * bins + Math.floor((value * bins) / this.#ranges[index]!)]!++;
  }

  report(index: number): Histogram {
    return { range: this.#ranges[index]!, counts: Array.from(this.#counts.subarray(index * bins, (index + 1) * bins)) };
  }

  #widen(index: number, value: number): void {
    if (!Number.isFinite(value)) throw new RangeError(`an activation is ${value}`);
    const own = this.#counts.subarray(index * bins, (index + 1) * bins);
    while (value >= this.#ranges[index]!) {
      this.#ranges[index]! *= 2;
      for (let bin = 0; bin < bins / 2; bin++) own[bin] = own[2 * bin]! + own[2 * bin + 1]!;
      own.fill(0, bins / 2);
    }
  }
}
