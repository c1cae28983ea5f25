/**
 * The one-to-one assignment of rows to columns with the largest sum of scores. `scores`: [rows, columns], finite. Returns the column of
 * each row, −1 where there are more rows than columns and it has none. O(rows²·columns).
 *
 * One shortest augmenting path a row, by potentials (Jonker and Volgenant 1987; the rectangular form of Crouse 2016, "On implementing
 * 2D rectangular assignment algorithms").
 */
export function assign(scores: Float32Array, rows: number, columns: number): Int32Array {
  if (rows <= columns) return new Assignment(scores, rows, columns).solve();
  const rowOf = new Assignment(transposed(scores, rows, columns), columns, rows).solve();
  const columnOf = new Int32Array(rows).fill(none);
  rowOf.forEach((row, column) => (columnOf[row] = column));
  return columnOf;
}

const none = -1;

class Assignment {
  readonly #columnOf: Int32Array; // [rows]
  readonly #rowOf: Int32Array; // [columns]
  readonly #rowPotential: Float64Array;
  readonly #columnPotential: Float64Array;
  /** Of the path at hand: its length to each column, the row before each column, the columns it has not reached. */
  readonly #distance: Float64Array;
  readonly #before: Int32Array;
  readonly #open: Int32Array;
  private readonly scores: Float32Array;
  private readonly rows: number;
  private readonly columns: number;

  constructor(scores: Float32Array, rows: number, columns: number) {
    this.scores = scores;
    this.rows = rows;
    this.columns = columns;
    this.#columnOf = new Int32Array(rows).fill(none);
    this.#rowOf = new Int32Array(columns).fill(none);
    this.#rowPotential = new Float64Array(rows);
    this.#columnPotential = new Float64Array(columns);
    this.#distance = new Float64Array(columns);
    this.#before = new Int32Array(columns);
    this.#open = new Int32Array(columns);
  }

  solve(): Int32Array {
    for (let row = 0; row < this.rows; row++) this.#augment(row);
    return this.#columnOf;
  }

  /** Gives a further row a column, moving others along the shortest path to a free one. */
  #augment(first: number): void {
    this.#distance.fill(Infinity);
    for (let column = 0; column < this.columns; column++) this.#open[column] = column;
    const reached: number[] = [];
    let length = 0;
    for (let row = first; row !== none; row = this.#rowOf[reached.at(-1)!]!) {
      const place = this.#relax(row, length, this.columns - reached.length);
      const column = this.#open[place]!;
      length = this.#distance[column]!;
      this.#open[place] = this.#open[this.columns - reached.length - 1]!;
      reached.push(column);
    }
    this.#changePotentials(first, reached, length);
    this.#flip(first, reached.at(-1)!);
  }

  /** Goes on from a row at the path's length; where among the open columns the nearest one stands. */
  #relax(row: number, length: number, open: number): number {
    const own = row * this.columns;
    const offset = length - this.#rowPotential[row]!;
    let nearest = 0;
    let least = Infinity;
    for (let place = 0; place < open; place++) {
      const column = this.#open[place]!;
      const reach = offset - this.scores[own + column]! - this.#columnPotential[column]!;
      if (reach < this.#distance[column]!) {
        this.#distance[column] = reach;
        this.#before[column] = row;
      }
      const distance = this.#distance[column]!;
      if (distance < least || (distance === least && this.#rowOf[column] === none)) {
        least = distance;
        nearest = place;
      }
    }
    return nearest;
  }

  #changePotentials(first: number, reached: readonly number[], length: number): void {
    this.#rowPotential[first]! += length;
    for (const column of reached) {
      const change = length - this.#distance[column]!;
      const row = this.#rowOf[column]!;
      if (row !== none) this.#rowPotential[row]! += change;
      this.#columnPotential[column]! -= change;
    }
  }

  #flip(first: number, last: number): void {
    for (let column = last, row = none; row !== first;) {
      row = this.#before[column]!;
      this.#rowOf[column] = row;
      [this.#columnOf[row], column] = [column, this.#columnOf[row]!];
    }
  }
}

function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) result[j * rows + i] = values[i * columns + j]!;
  return result;
}
