import * as z from 'zod';
import { sixDigits } from '../../../common/format.ts';
import { threefry, uniform } from '../../../common/random.ts';

/** Random activations of a neuron above 0, strongest first, and their places: columns of equal length. */
export const activationSampleSchema = z.object({
  sentences: z.array(z.int()).readonly(),
  positions: z.array(z.int()).readonly(),
  values: z.array(z.number()).readonly(),
});
export type ActivationSample = z.output<typeof activationSampleSchema>;

/** A stream of random numbers separate from those of rankings. */
const stream = (1 << 20) + 16;

/**
 * Draws up to `capacity` of the values that each of many series is given, all with the same probability: reservoir sampling by algorithm L
 * (Li, "Reservoir-sampling algorithms of time complexity O(n(1 + log(N/n)))", 1994), which computes how many values to skip. The result depends on the
 * values and their order only.
 */
export class ActivationSamples {
  readonly #capacity: number;
  readonly #seen: Float64Array; // [series]
  /** Number of the next value to keep, once a sample is full. */
  readonly #next: Float64Array; // [series]
  readonly #weights: Float64Array; // [series]
  readonly #draws: Int32Array; // [series]
  readonly #values: Float32Array; // [series, capacity]
  readonly #sentences: Int32Array;
  readonly #positions: Int32Array;

  constructor(series: number, capacity: number) {
    this.#capacity = capacity;
    this.#seen = new Float64Array(series);
    this.#next = new Float64Array(series);
    this.#weights = new Float64Array(series).fill(1);
    this.#draws = new Int32Array(series);
    this.#values = new Float32Array(series * capacity);
    this.#sentences = new Int32Array(series * capacity);
    this.#positions = new Int32Array(series * capacity);
  }

  add(series: number, value: number, sentence: number, position: number): void {
    const number = this.#seen[series]!++;
    if (number >= this.#capacity && number !== this.#next[series]) return;
    const slot = number < this.#capacity ? number : Math.floor(this.#random(series) * this.#capacity);
    const at = series * this.#capacity + slot;
    this.#values[at] = value;
    this.#sentences[at] = sentence;
    this.#positions[at] = position;
    if (number >= this.#capacity - 1) this.#skip(series, number);
  }

  of(series: number): ActivationSample {
    const start = series * this.#capacity;
    const size = Math.min(this.#seen[series]!, this.#capacity);
    const order = Array.from({ length: size }, (_, i) => start + i).sort(
      (a, b) =>
        this.#values[b]! - this.#values[a]! ||
        this.#sentences[a]! - this.#sentences[b]! ||
        this.#positions[a]! - this.#positions[b]!,
    );
    return {
      sentences: order.map((at) => this.#sentences[at]!),
      positions: order.map((at) => this.#positions[at]!),
      values: order.map((at) => sixDigits(this.#values[at]!)),
    };
  }

  #skip(series: number, number: number): void {
    this.#weights[series]! *= this.#random(series) ** (1 / this.#capacity);
    const skipped = Math.floor(Math.log(this.#random(series)) / Math.log1p(-this.#weights[series]!));
    this.#next[series] = number + skipped + 1;
  }

  #random(series: number): number {
    return uniform(threefry(0, stream, series, this.#draws[series]!++)[0]);
  }
}
