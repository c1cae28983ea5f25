/** A queue of numbers from which the lowest is taken first. */
export class MinHeap {
  readonly #values: number[] = [];

  push(value: number): void {
    const values = this.#values;
    let i = values.length;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (values[parent]! <= value) break;
      values[i] = values[parent]!;
      i = parent;
    }
    values[i] = value;
  }

  /** Removes the lowest number; undefined if there is none. */
  pop(): number | undefined {
    const values = this.#values;
    const lowest = values[0];
    const moved = values.pop();
    if (moved === undefined || values.length === 0) return lowest;
    let i = 0;
    for (let child = 1; child < values.length; child = 2 * i + 1) {
      if (child + 1 < values.length && values[child + 1]! < values[child]!) child++;
      if (values[child]! >= moved) break;
      values[i] = values[child]!;
      i = child;
    }
    values[i] = moved;
    return lowest;
  }
}
