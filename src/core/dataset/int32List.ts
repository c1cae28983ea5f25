/** A growing list of 32-bit integers. */
export class Int32List {
  #values = new Int32Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(...values: readonly number[]): void {
    if (this.#length + values.length > this.#values.length) {
      const grown = new Int32Array(this.#values.length * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    for (const value of values) this.#values[this.#length++] = value;
  }

  /** `index` must be below `length`. */
  at(index: number): number {
    return this.#values[index]!;
  }

  increment(index: number): void {
    this.#values[index]!++;
  }
}
