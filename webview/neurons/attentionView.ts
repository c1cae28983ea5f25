import type { Theme } from '../shared/theme.ts';
import type { AttentionSpot } from './attentionText.ts';
import { HeatImage } from './heatImage.ts';
import { paintColumnNames, paintMatrix, paintRowNames, nameGap, type Frame, type Gutter } from './matrixPainter.ts';
import type { MatrixColors } from './matrixPainter.ts';
import { MatrixView } from './matrixView.ts';
import { rowHeight, type Cell } from './viewport.ts';

/** Room for the names of the columns, in pixels: the two lines of the axes, and a longest name, which is cut. */
const minTop = 44;
const maxTop = 84;
/** Pixels of a letter, about. */
const letterWidth = 7;
/** Of the cells together, in pixels. */
const maxSide = 480;

/** What the matrix shows; replaced, never changed. */
export interface AttentionContent {
  /** As lists show them. */
  readonly tokens: readonly string[];
  /** Of each token (row) to each token (column), [tokens, tokens]. */
  readonly weights: Float32Array;
  /** The largest of them. */
  readonly largest: number;
  /** The chosen token. */
  readonly token: number | null;
}

export interface AttentionEvents {
  /** The pointer is on another spot; null: on none. */
  point(spot: AttentionSpot | null): void;
  /** The keyboard's cursor is on another cell; null: the matrix lost the focus. */
  moveCursor(spot: AttentionSpot | null): void;
  chooseToken(position: number): void;
}

/** The attention as a matrix: from the token of each row to that of each column. */
export class AttentionView {
  readonly #matrix: MatrixView;
  #theme: Theme | undefined;
  #content: AttentionContent | undefined;
  #image: HeatImage | undefined;

  constructor(canvas: HTMLCanvasElement, events: AttentionEvents) {
    this.#matrix = new MatrixView(canvas, {
      point: (spot) => events.point(spot && spotOf(spot)),
      moveCursor: (cell) => events.moveCursor(cell && spotOf({ cell })),
      choose: (spot) => {
        const { query, key } = spotOf(spot);
        events.chooseToken(query ?? key);
      },
    });
  }

  dispose(): void {
    this.#matrix.dispose();
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.#makeImage();
    this.#show();
  }

  show(content: AttentionContent): void {
    const isOther = this.#content?.weights !== content.weights;
    this.#content = content;
    if (isOther) this.#makeImage();
    this.#show();
  }

  zoom(factor: number): void {
    this.#matrix.zoom(factor);
  }

  fit(): void {
    this.#matrix.fit();
  }

  #makeImage(): void {
    if (!this.#content || !this.#theme) return;
    const { tokens, weights, largest } = this.#content;
    const order = Uint32Array.from(tokens.keys());
    this.#image = new HeatImage({ activations: weights, largest }, order, !this.#theme.light);
  }

  #show(): void {
    const [content, image] = [this.#content, this.#image];
    if (!content || !image || !this.#theme) return;
    const colors = colorsOf(this.#theme);
    const count = content.tokens.length;
    const gutter = gutterOf(content.tokens);
    this.#matrix.show({
      ...{ columns: count, rows: count, gutter },
      sizeIn(room) {
        const side = Math.min(room, count * rowHeight, maxSide);
        return { width: side, height: side };
      },
      start: { column: 0, row: content.token ?? 0 },
      paint: (context, frame) => paintAttention(context, gutter, content, image, frame, colors),
    });
  }
}

function gutterOf(tokens: readonly string[]): Gutter {
  const longest = Math.max(0, ...tokens.map(({ length }) => length));
  return { left: 112, top: Math.min(Math.max(minTop, nameGap + 4 + longest * letterWidth), maxTop) };
}

function paintAttention(
  context: CanvasRenderingContext2D,
  gutter: Gutter,
  { tokens, token }: AttentionContent,
  image: HeatImage,
  frame: Frame,
  colors: MatrixColors,
): void {
  const { view, cursor, pointed } = frame;
  const at = cursor ?? pointed;
  const nameOf = (own: number | undefined) => (index: number) => ({
    text: tokens[index]!,
    isStrong: index === token || index === own,
  });
  paintAxes(context, gutter, colors);
  paintRowNames(context, gutter, view, nameOf(at?.row), colors);
  paintColumnNames(context, gutter, view, nameOf(at?.column), colors);
  paintMatrix(context, gutter, image, frame, colors, () => {
    if (token === null) return;
    context.lineWidth = 1;
    context.strokeStyle = colors.text;
    const [x, y] = [(token - view.x) * view.cellWidth, (token - view.y) * view.cellHeight];
    context.strokeRect(-2, Math.round(y) + 0.5, view.width + 4, Math.max(2, view.cellHeight - 1));
    context.strokeRect(Math.round(x) + 0.5, -2, Math.max(2, view.cellWidth - 1), view.height + 4);
  });
}

/** Which tokens attend, and which are attended to. */
function paintAxes(context: CanvasRenderingContext2D, { left, top }: Gutter, { text, font }: MatrixColors): void {
  context.font = `11px ${font}`;
  context.fillStyle = text;
  context.textAlign = 'right';
  context.textBaseline = 'alphabetic';
  context.fillText('to: key →', left - nameGap, top - nameGap - 18);
  context.fillText('from: query ↓', left - nameGap, top - nameGap);
}

function spotOf(spot: { readonly cell: Cell } | { readonly row: number } | { readonly column: number }): AttentionSpot {
  if ('row' in spot) return { query: spot.row, key: null };
  return 'cell' in spot ? { query: spot.cell.row, key: spot.cell.column } : { query: null, key: spot.column };
}

function colorsOf({ foreground, muted, font }: Theme): MatrixColors {
  const focus = getComputedStyle(document.body).getPropertyValue('--vscode-focusBorder').trim() || foreground;
  return { text: foreground, muted, focus, font };
}
