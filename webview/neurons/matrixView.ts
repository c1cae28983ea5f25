import { listenToKeys } from './matrixKeys.ts';
import type { Frame, Gutter } from './matrixPainter.ts';
import { listenToPointer, type Spot } from './matrixPointer.ts';
import { cellAt, fit, pan, resize, reveal, zoom, type Cell, type Viewport } from './viewport.ts';

/** A table of cells with the names of its rows and columns. */
export interface Matrix {
  readonly columns: number;
  readonly rows: number;
  readonly gutter: Gutter;
  /** The size of the cells together, in pixels, where there are `room` pixels next to the gutter. */
  readonly sizeIn: (room: number) => { readonly width: number; readonly height: number };
  /** Where the keys begin. */
  readonly start: Cell;
  readonly paint: (context: CanvasRenderingContext2D, frame: Frame) => void;
}

export interface MatrixEvents {
  /** The pointer is on another spot; null: on none. */
  point(spot: Spot): void;
  /** The keyboard's cursor is on another cell; null: the matrix lost the focus. */
  moveCursor(cell: Cell | null): void;
  choose(spot: Exclude<Spot, null>): void;
}

/** Draws a matrix on a canvas in its parent, and turns the pointer and the keys into moves of the view and events. */
export class MatrixView {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #events: MatrixEvents;
  readonly #resizing = new ResizeObserver(() => this.#layOut());
  #matrix: Matrix | undefined;
  #view: Viewport | undefined;
  #pointed: Cell | null = null;
  #cursor: Cell | null = null;
  #isDrawRequested = false;

  constructor(canvas: HTMLCanvasElement, events: MatrixEvents) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d')!;
    this.#events = events;
    listenToPointer(canvas, {
      spotAt: (x, y) => this.#spotAt(x, y),
      pan: (byX, byY) => this.#move((view) => pan(view, byX, byY)),
      zoom: (factor, x, y) => this.#zoomAt(factor, x, y),
      hover: (spot) => this.#point(spot),
      choose: (spot) => {
        this.#cursor = null;
        if (spot) events.choose(spot);
      },
    });
    listenToKeys(canvas, {
      cursor: () => this.#cursor ?? this.#matrix?.start ?? { column: 0, row: 0 },
      size: () => ({ columns: this.#view?.columns ?? 0, rows: this.#view?.rows ?? 0 }),
      move: (cell) => this.#moveCursor(cell),
      choose: (cell) => events.choose({ cell }),
      chooseRow: ({ row }) => events.choose({ row }),
      zoom: (factor) => this.zoom(factor),
      fit: () => this.fit(),
    });
    canvas.addEventListener('blur', () => {
      this.#cursor = null;
      events.moveCursor(null);
      this.#requestDraw();
    });
    this.#resizing.observe(canvas.parentElement!);
  }

  dispose(): void {
    this.#resizing.disconnect();
  }

  /** A matrix of another size is shown whole, another one of the same size in the same view. */
  show(matrix: Matrix): void {
    const isSameGutter = this.#matrix?.gutter.top === matrix.gutter.top;
    this.#matrix = matrix;
    const isSameSize = this.#view?.columns === matrix.columns && this.#view.rows === matrix.rows;
    if (!isSameSize) this.#pointed = this.#cursor = null;
    if (isSameSize && isSameGutter) this.#requestDraw();
    else this.#layOut();
  }

  /** Moves the view just far enough to show a column. */
  revealColumn(column: number): void {
    this.#move((view) => reveal(view, { column, row: Math.min(Math.ceil(view.y), view.rows - 1) }));
  }

  /** About the middle. */
  zoom(factor: number): void {
    if (!this.#view || !this.#matrix) return;
    const { left, top } = this.#matrix.gutter;
    this.#zoomAt(factor, left + this.#view.width / 2, top + this.#view.height / 2);
  }

  fit(): void {
    this.#move(fit);
  }

  /** Sizes the canvas for its rows and the room there is. */
  #layOut(): void {
    const room = this.#canvas.parentElement?.clientWidth ?? 0;
    if (!this.#matrix || room === 0) return;
    const { columns, rows, gutter, sizeIn } = this.#matrix;
    const size = { columns, rows, ...sizeIn(Math.max(1, room - gutter.left)) };
    const [width, height] = [gutter.left + size.width, gutter.top + size.height];
    this.#canvas.style.width = `${width}px`;
    this.#canvas.style.height = `${height}px`;
    this.#canvas.width = Math.round(width * devicePixelRatio);
    this.#canvas.height = Math.round(height * devicePixelRatio);
    const isSameSize = this.#view?.columns === columns && this.#view.rows === rows;
    this.#view = this.#view && isSameSize ? resize(this.#view, size) : fit(size);
    this.#draw(); // at once: a canvas of another size is empty
  }

  #requestDraw(): void {
    if (!this.#isDrawRequested) requestAnimationFrame(() => this.#draw());
    this.#isDrawRequested = true;
  }

  #draw(): void {
    this.#isDrawRequested = false;
    if (!this.#view || !this.#matrix) return;
    const ratio = devicePixelRatio;
    this.#context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#context.clearRect(0, 0, this.#canvas.width / ratio, this.#canvas.height / ratio);
    const [view, pointed, cursor] = [this.#view, this.#pointed, this.#cursor];
    this.#matrix.paint(this.#context, { view, pointed, cursor, ratio });
  }

  #move(change: (view: Viewport) => Viewport): void {
    if (!this.#view) return;
    this.#view = change(this.#view);
    this.#requestDraw();
  }

  /** Returns whether there was anything to zoom. */
  #zoomAt(factor: number, x: number, y: number): boolean {
    const { left, top } = this.#matrix?.gutter ?? { left: 0, top: 0 };
    const before = this.#view?.cellWidth;
    this.#move((view) => zoom(view, factor, x - left, y - top));
    return this.#view?.cellWidth !== before || factor > 1;
  }

  #moveCursor(cell: Cell): void {
    this.#cursor = cell;
    this.#move((view) => reveal(view, cell));
    this.#events.moveCursor(cell);
  }

  #point(spot: Spot): void {
    this.#pointed = spot && 'cell' in spot ? spot.cell : null;
    this.#requestDraw();
    this.#events.point(spot);
  }

  #spotAt(x: number, y: number): Spot {
    if (!this.#view || !this.#matrix) return null;
    const { left, top } = this.#matrix.gutter;
    const [isName, isColumnName] = [x < left, y < top];
    const cell = cellAt(this.#view, Math.max(0, x - left), Math.max(0, y - top));
    if (!cell || (isName && isColumnName)) return null;
    if (isName) return { row: cell.row };
    return isColumnName ? { column: cell.column } : { cell };
  }
}
