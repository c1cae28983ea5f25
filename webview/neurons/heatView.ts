import type { ExplainedToken } from '../../src/protocol/neurons.ts';
import type { Theme } from '../shared/theme.ts';
import { HeatImage } from './heatImage.ts';
import { listenToKeys } from './heatKeys.ts';
import { gutter, paintHeat, type HeatColors, type HeatScene, type Mark } from './heatPainter.ts';
import { listenToPointer, type Spot } from './heatPointer.ts';
import type { Layer } from './inspection.ts';
import { cellAt, fit, pan, resize, reveal, rowHeight, zoom, type Cell, type Viewport } from './viewport.ts';

/** Height of the cells, in pixels. */
const minHeight = 3 * rowHeight;
const maxHeight = 440;

/** What the map shows; replaced, never changed. */
export interface HeatContent {
  readonly tokens: readonly ExplainedToken[];
  readonly layer: Layer;
  /** The layer's neurons from left to right. */
  readonly order: Uint32Array;
  /** The chosen token and neuron. */
  readonly token: number | null;
  readonly neuron: number | null;
}

export interface HeatCell {
  readonly neuron: number;
  readonly token: number;
}

export interface HeatEvents {
  /** The pointer is on another cell; null: on none. */
  point(cell: HeatCell | null): void;
  /** The keyboard's cursor is on another cell; null: the map lost the focus. */
  moveCursor(cell: HeatCell | null): void;
  chooseNeuron(index: number): void;
  chooseToken(position: number): void;
}

/** Draws the heat map on a canvas as wide as its parent, and turns the pointer and the keys into moves of the view and events. */
export class HeatView {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #events: HeatEvents;
  readonly #resizing = new ResizeObserver(() => this.#layOut());
  #isDark = true;
  #colors: HeatColors | undefined;
  #content: HeatContent | undefined;
  #image: HeatImage | undefined;
  /** The column of each neuron. */
  #columns: Uint32Array = new Uint32Array();
  #scene: Omit<HeatScene, 'view' | 'image' | 'cursor'> | undefined;
  #view: Viewport | undefined;
  #cursor: Cell | null = null;
  #isDrawRequested = false;

  constructor(canvas: HTMLCanvasElement, events: HeatEvents) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d')!;
    this.#events = events;
    listenToPointer(canvas, {
      spotAt: (x, y) => this.#spotAt(x, y),
      pan: (byX, byY) => this.#move((view) => pan(view, byX, byY)),
      zoom: (factor, x, y) => this.#zoomAt(factor, x, y),
      hover: (spot) => events.point(spot && 'cell' in spot ? this.#heatCell(spot.cell) : null),
      choose: (spot) => this.#choose(spot),
    });
    listenToKeys(canvas, {
      cursor: () => this.#cursor ?? this.#chosenCell(),
      size: () => ({ columns: this.#view?.columns ?? 0, rows: this.#view?.rows ?? 0 }),
      move: (cell) => this.#moveCursor(cell),
      chooseNeuron: (cell) => this.#choose({ cell }),
      chooseToken: ({ row }) => this.#choose({ token: row }),
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

  setTheme(theme: Theme): void {
    this.#isDark = !theme.light;
    this.#colors = colorsOf(theme);
    this.#makeImage();
    this.#requestDraw();
  }

  show(content: HeatContent): void {
    const { tokens, layer, order, token, neuron } = content;
    const isOtherTable = this.#content?.layer !== layer || this.#content.order !== order;
    this.#content = content;
    if (isOtherTable) this.#columns = inverse(order);
    const column = this.#chosenColumn();
    const chosen = layer.allocated.find(({ index }) => index === neuron);
    this.#scene = {
      tokens: tokens.map(({ inWord }) => inWord),
      marks: marksOf(content, this.#columns),
      token,
      column,
      neuronTokens: new Set(chosen?.tokens.map((own) => own.token)),
    };
    if (isOtherTable) {
      this.#makeImage();
      this.#layOut();
      this.#events.point(null);
    }
    if (column === null) this.#requestDraw();
    else this.#move((view) => reveal(view, { column, row: Math.min(Math.ceil(view.y), view.rows - 1) }));
  }

  /** About the middle. */
  zoom(factor: number): void {
    if (this.#view) this.#zoomAt(factor, gutter.left + this.#view.width / 2, gutter.top + this.#view.height / 2);
  }

  fit(): void {
    this.#move(fit);
  }

  #makeImage(): void {
    if (this.#content) this.#image = new HeatImage(this.#content.layer, this.#content.order, this.#isDark);
  }

  /** Sizes the canvas for its rows and the room there is. */
  #layOut(): void {
    const room = this.#canvas.parentElement?.clientWidth ?? 0;
    if (!this.#content || room === 0) return;
    const { tokens, layer } = this.#content;
    const size = {
      columns: layer.neurons,
      rows: tokens.length,
      width: Math.max(1, room - gutter.left),
      height: Math.min(Math.max(tokens.length * rowHeight, minHeight), maxHeight),
    };
    const [width, height] = [gutter.left + size.width, gutter.top + size.height];
    this.#canvas.style.height = `${height}px`;
    this.#canvas.width = Math.round(width * devicePixelRatio);
    this.#canvas.height = Math.round(height * devicePixelRatio);
    const isSameTable = this.#view?.columns === size.columns && this.#view.rows === size.rows;
    this.#view = this.#view && isSameTable ? resize(this.#view, size) : fit(size);
    this.#draw(); // at once: a canvas of another size is empty
  }

  #requestDraw(): void {
    if (!this.#isDrawRequested) requestAnimationFrame(() => this.#draw());
    this.#isDrawRequested = true;
  }

  #draw(): void {
    this.#isDrawRequested = false;
    if (!this.#scene || !this.#view || !this.#image || !this.#colors) return;
    const scene = { ...this.#scene, view: this.#view, image: this.#image, cursor: this.#cursor };
    paintHeat(this.#context, scene, this.#colors, devicePixelRatio);
  }

  #move(change: (view: Viewport) => Viewport): void {
    if (!this.#view) return;
    this.#view = change(this.#view);
    this.#requestDraw();
  }

  /** Returns whether there was anything to zoom. */
  #zoomAt(factor: number, x: number, y: number): boolean {
    const before = this.#view?.cellWidth;
    this.#move((view) => zoom(view, factor, x - gutter.left, y - gutter.top));
    return this.#view?.cellWidth !== before || factor > 1;
  }

  #moveCursor(cell: Cell): void {
    this.#cursor = cell;
    this.#move((view) => reveal(view, cell));
    this.#events.moveCursor(this.#heatCell(cell));
  }

  #choose(spot: Spot): void {
    if (!spot || !this.#content) return;
    if ('token' in spot) return this.#events.chooseToken(spot.token);
    this.#cursor = null;
    this.#events.chooseNeuron(this.#content.order[spot.cell.column]!);
  }

  #spotAt(x: number, y: number): Spot {
    if (!this.#view) return null;
    const cell = cellAt(this.#view, Math.max(0, x - gutter.left), y - gutter.top);
    if (!cell) return null;
    return x >= gutter.left ? { cell } : { token: cell.row };
  }

  #heatCell({ column, row }: Cell): HeatCell | null {
    return this.#content ? { neuron: this.#content.order[column]!, token: row } : null;
  }

  #chosenColumn(): number | null {
    const neuron = this.#content?.neuron ?? null;
    return neuron === null ? null : (this.#columns[neuron] ?? null);
  }

  #chosenCell(): Cell {
    return { column: this.#chosenColumn() ?? 0, row: this.#content?.token ?? 0 };
  }
}

function inverse(order: Uint32Array): Uint32Array {
  const columns = new Uint32Array(order.length);
  order.forEach((neuron, column) => (columns[neuron] = column));
  return columns;
}

function marksOf({ token, layer }: HeatContent, columns: Uint32Array): Mark[] {
  return layer.allocated.map(({ index, label, tokens }) => ({
    column: columns[index]!,
    isMonosemantic: label === 'monosemantic',
    isFaint: token !== null && !tokens.some((own) => own.token === token),
  }));
}

function colorsOf({ background, foreground, muted, font }: Theme): HeatColors {
  const style = getComputedStyle(document.body);
  const color = (name: string) => style.getPropertyValue(name).trim() || foreground;
  return {
    background,
    text: foreground,
    muted,
    font,
    focus: color('--vscode-focusBorder'),
    selection: foreground,
    monosemantic: color('--monosemantic'),
    polysemantic: color('--polysemantic'),
  };
}
