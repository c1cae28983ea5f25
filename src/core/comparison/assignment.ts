/**
 * The one-to-one assignment of rows to columns with the largest sum of scores. `scores`: [rows, columns], finite. Returns the column of
 * each row, or −1 for a row without one if there are more rows than columns. O(rows²·columns).
 *
 * Finds one shortest augmenting path per row with dual potentials (Jonker and Volgenant 1987; the rectangular form of Crouse 2016, "On
 * implementing 2D rectangular assignment algorithms").
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
  /** Of the current path search: the distance to each column, the row before each column, the columns not reached yet. */
  readonly #distance: Float64Array;
  readonly #previousRow: Int32Array;
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
    this.#previousRow = new Int32Array(columns);
    this.#open = new Int32Array(columns);
  }

  solve(): Int32Array {
    for (let row = 0; row < this.rows; row++) this.#augment(row);
    return this.#columnOf;
  }

  /** Assigns a column to one more row; rows on the shortest path to a free column are reassigned. */
  #augment(first: number): void {
    this.#distance.fill(Infinity);
    for (let column = 0; column < this.columns; column++) this.#open[column] = column;
    const reached: number[] = [];
    let length = 0;
    for (let row = first; row !== none; row = this.#rowOf[reached.at(-1)!]!) {
      const nearest = this.#relax(row, length, this.columns - reached.length);
      const column = this.#open[nearest]!;
      length = this.#distance[column]!;
      this.#open[nearest] = this.#open[this.columns - reached.length - 1]!;
      reached.push(column);
    }
    this.#changePotentials(first, reached, length);
    this.#flip(first, reached.at(-1)!);
  }

  /** Extends the path from a row at distance `length`. Returns the index of the nearest of the open columns in `#open`. */
  #relax(row: number, length: number, open: number): number {
    const rowStart = row * this.columns;
    const offset = length - this.#rowPotential[row]!;
    let nearest = 0;
    let minDistance = Infinity;
    for (let place = 0; place < open; place++) {
      const column = this.#open[place]!;
      const candidate = offset - this.scores[rowStart + column]! - this.#columnPotential[column]!;
      if (candidate < this.#distance[column]!) {
        this.#distance[column] = candidate;
        this.#previousRow[column] = row;
      }
      const distance = this.#distance[column]!;
      if (distance < minDistance || (distance === minDistance && this.#rowOf[column] === none)) {
        minDistance = distance;
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
      row = this.#previousRow[column]!;
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
