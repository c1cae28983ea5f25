import { batch, signal } from '@preact/signals';

/** Rows that are asked for above and below those in view, and how many are kept. */
const [margin, maxKept] = [60, 600];

/** The rows of a long table that the extension has sent: those around the ones in view. The others are asked for when they come into view. */
export class RowCache<Row> {
  readonly count = signal(0);
  readonly rows = signal<ReadonlyMap<number, Row>>(new Map());
  readonly #ask: (start: number, count: number) => void;
  /** Of the table, and of the rows that are here. */
  #generation = -1;
  #rowsGeneration = -1;
  #asked = { start: 0, end: 0 };

  constructor(ask: (start: number, count: number) => void) {
    this.#ask = ask;
  }

  /** A table of `count` rows. Those of the last one stay until the new ones come, so that nothing flickers. */
  reset(generation: number, count: number): void {
    this.#generation = generation;
    this.count.value = count;
  }

  receive(generation: number, start: number, rows: readonly Row[]): void {
    if (generation !== this.#generation) return;
    const known = this.#rowsGeneration === generation ? this.rows.peek() : new Map<number, Row>();
    this.#rowsGeneration = generation;
    const near = [...known].filter(([index]) => Math.abs(index - start) < maxKept);
    batch(() => (this.rows.value = new Map([...near, ...rows.map((row, i) => [start + i, row] as const)])));
  }

  /** The rows from `first` to `last` (exclusive) are in view. */
  view(first: number, last: number): void {
    const end = Math.min(last, this.count.peek());
    const isAsked = first >= this.#asked.start && end <= this.#asked.end;
    if (isAsked && this.#generation === this.#rowsGeneration) return;
    this.#asked = { start: Math.max(0, first - margin), end: end + margin };
    this.#ask(this.#asked.start, this.#asked.end - this.#asked.start);
  }
}
