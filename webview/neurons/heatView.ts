import type { ExplainedToken } from '../../src/protocol/neurons.ts';
import type { Theme } from '../shared/theme.ts';
import { HeatImage } from './heatImage.ts';
import { gutter, paintHeat, type HeatColors, type HeatScene, type Mark } from './heatPainter.ts';
import type { Layer } from './inspection.ts';
import { MatrixView } from './matrixView.ts';
import { rowHeight, type Cell } from './viewport.ts';

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

/** A cell of the map, or a token or a neuron alone. */
export interface HeatSpot {
  readonly neuron: number | null;
  readonly token: number | null;
}

export interface HeatEvents {
  /** The pointer is on another spot; null: on none. */
  point(spot: HeatSpot | null): void;
  /** The keyboard's cursor is on another cell; null: the map lost the focus. */
  moveCursor(spot: HeatSpot | null): void;
  chooseNeuron(index: number): void;
  chooseToken(position: number): void;
}

/** The heat map of a layer: its neurons in some order, the marks of their labels, the chosen token and neuron. */
export class HeatView {
  readonly #matrix: MatrixView;
  readonly #events: HeatEvents;
  #isDark = true;
  #colors: HeatColors | undefined;
  #content: HeatContent | undefined;
  #image: HeatImage | undefined;
  /** The column of each neuron. */
  #columns: Uint32Array = new Uint32Array();

  constructor(canvas: HTMLCanvasElement, events: HeatEvents) {
    this.#events = events;
    this.#matrix = new MatrixView(canvas, {
      point: (spot) => events.point(spot && this.#spot(spot)),
      moveCursor: (cell) => events.moveCursor(cell && this.#spot({ cell })),
      choose: (spot) => {
        const { neuron, token } = this.#spot(spot);
        if (neuron !== null) events.chooseNeuron(neuron);
        else if (token !== null) events.chooseToken(token);
      },
    });
  }

  dispose(): void {
    this.#matrix.dispose();
  }

  setTheme(theme: Theme): void {
    this.#isDark = !theme.light;
    this.#colors = colorsOf(theme);
    this.#makeImage();
    this.#show();
  }

  show(content: HeatContent): void {
    const { layer, order } = content;
    const isOther = this.#content?.layer !== layer || this.#content.order !== order;
    this.#content = content;
    if (isOther) {
      this.#columns = inverse(order);
      this.#makeImage();
      this.#events.point(null);
    }
    this.#show();
    const column = this.#chosenColumn();
    if (column !== null) this.#matrix.revealColumn(column);
  }

  zoom(factor: number): void {
    this.#matrix.zoom(factor);
  }

  fit(): void {
    this.#matrix.fit();
  }

  #makeImage(): void {
    if (this.#content) this.#image = new HeatImage(this.#content.layer, this.#content.order, this.#isDark);
  }

  #show(): void {
    const [content, image, colors] = [this.#content, this.#image, this.#colors];
    if (!content || !image || !colors) return;
    const { tokens, layer, token } = content;
    const column = this.#chosenColumn();
    const scene = sceneOf(content, image, this.#columns, column);
    this.#matrix.show({
      columns: layer.neurons,
      rows: tokens.length,
      gutter,
      sizeIn: (width) => ({ width, height: Math.min(Math.max(tokens.length * rowHeight, minHeight), maxHeight) }),
      start: { column: column ?? 0, row: token ?? 0 },
      paint: (context, frame) => paintHeat(context, scene, frame, colors),
    });
  }

  #spot(spot: { readonly cell: Cell } | { readonly row: number } | { readonly column: number }): HeatSpot {
    if ('row' in spot) return { neuron: null, token: spot.row };
    const { column, row } = 'cell' in spot ? spot.cell : { column: spot.column, row: null };
    return { neuron: this.#content?.order[column] ?? null, token: row };
  }

  #chosenColumn(): number | null {
    const neuron = this.#content?.neuron ?? null;
    return neuron === null ? null : (this.#columns[neuron] ?? null);
  }
}

function sceneOf(content: HeatContent, image: HeatImage, columns: Uint32Array, column: number | null): HeatScene {
  const { tokens, layer, token, neuron } = content;
  const chosen = layer.allocated.find(({ index }) => index === neuron);
  return {
    ...{ image, token, column },
    tokens: tokens.map(({ inWord }) => inWord),
    marks: marksOf(content, columns),
    neuronTokens: new Set(chosen?.tokens.map((own) => own.token)),
  };
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

function colorsOf({ foreground, muted, font }: Theme): HeatColors {
  const style = getComputedStyle(document.body);
  const color = (name: string) => style.getPropertyValue(name).trim() || foreground;
  return {
    ...{ text: foreground, muted, font },
    focus: color('--vscode-focusBorder'),
    monosemantic: color('--monosemantic'),
    polysemantic: color('--polysemantic'),
  };
}
