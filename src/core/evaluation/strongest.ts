/** Keeps the `capacity` largest values of each of many series and where they occurred. Of equal values the earlier one is kept. */
export class Strongest {
  readonly #capacity: number;
  readonly #sizes: Int32Array; // [series]
  readonly #values: Float32Array; // [series, capacity], descending
  readonly #sentences: Int32Array;
  readonly #positions: Int32Array;
  readonly #words: Int32Array;

  constructor(series: number, capacity: number) {
    this.#capacity = capacity;
    this.#sizes = new Int32Array(series);
    this.#values = new Float32Array(series * capacity);
    this.#sentences = new Int32Array(series * capacity);
    this.#positions = new Int32Array(series * capacity);
    this.#words = new Int32Array(series * capacity);
  }

  add(series: number, value: number, sentence: number, position: number, word: number): void {
    const start = series * this.#capacity;
    const size = this.#sizes[series]!;
    if (size === this.#capacity && value <= this.#values[start + size - 1]!) return;
    if (size < this.#capacity) this.#sizes[series]!++;
    let at = start + Math.min(size, this.#capacity - 1);
    for (; at > start && value > this.#values[at - 1]!; at--) this.#copy(at - 1, at);
    this.#values[at] = value;
    this.#sentences[at] = sentence;
    this.#positions[at] = position;
    this.#words[at] = word;
  }

  /** The values of one series, strongest first. */
  of(series: number): { sentences: number[]; positions: number[]; words: number[]; values: number[] } {
    const start = series * this.#capacity;
    const own = (list: Int32Array | Float32Array) => Array.from(list.subarray(start, start + this.#sizes[series]!));
    return {
      sentences: own(this.#sentences),
      positions: own(this.#positions),
      words: own(this.#words),
      values: own(this.#values),
    };
  }

  #copy(from: number, to: number): void {
    this.#values[to] = this.#values[from]!;
    this.#sentences[to] = this.#sentences[from]!;
    this.#positions[to] = this.#positions[from]!;
    this.#words[to] = this.#words[from]!;
  }
}
