/** The largest values seen of each of many series, with where they were seen; equal values keep the earlier one. */
export class Strongest {
  readonly #most: number;
  readonly #sizes: Int32Array; // [series]
  readonly #values: Float32Array; // [series, most], falling
  readonly #sentences: Int32Array;
  readonly #positions: Int32Array;
  readonly #words: Int32Array;

  constructor(series: number, most: number) {
    this.#most = most;
    this.#sizes = new Int32Array(series);
    this.#values = new Float32Array(series * most);
    this.#sentences = new Int32Array(series * most);
    this.#positions = new Int32Array(series * most);
    this.#words = new Int32Array(series * most);
  }

  add(series: number, value: number, sentence: number, position: number, word: number): void {
    const start = series * this.#most;
    const size = this.#sizes[series]!;
    if (size === this.#most && value <= this.#values[start + size - 1]!) return;
    if (size < this.#most) this.#sizes[series]!++;
    let at = start + Math.min(size, this.#most - 1);
    for (; at > start && value > this.#values[at - 1]!; at--) this.#copy(at - 1, at);
    this.#values[at] = value;
    this.#sentences[at] = sentence;
    this.#positions[at] = position;
    this.#words[at] = word;
  }

  /** Of one series, strongest first. */
  of(series: number): { sentences: number[]; positions: number[]; words: number[]; values: number[] } {
    const start = series * this.#most;
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
