import type { HeatImage } from './heatImage.ts';
import type { Cell, Viewport } from './viewport.ts';

/** Pixels left of the cells and above them. */
export interface Gutter {
  readonly left: number;
  readonly top: number;
}

export interface MatrixColors {
  readonly text: string;
  readonly muted: string;
  readonly focus: string;
  /** CSS font family. */
  readonly font: string;
}

/** The moment of a matrix that is drawn. */
export interface Frame {
  readonly view: Viewport;
  /** The cell under the pointer, and that of the keys. */
  readonly pointed: Cell | null;
  readonly cursor: Cell | null;
  /** Pixels of the screen per CSS pixel. */
  readonly ratio: number;
}

/** The name of a row or column. */
export interface Name {
  readonly text: string;
  readonly isStrong: boolean;
}

const textSize = 11;
/** Pixels between two names. */
const minNameDistance = 11;
/** Pixels between names and cells. */
export const nameGap = 10;

/** Draws the cells by a copy of a part of the picture, and on top of them what `paintMore` draws, with the first cell of the view at the origin. */
export function paintMatrix(
  context: CanvasRenderingContext2D,
  { left, top }: Gutter,
  image: HeatImage,
  frame: Frame,
  colors: MatrixColors,
  paintMore: () => void,
): void {
  const { view, ratio } = frame;
  context.save();
  context.beginPath();
  context.rect(left, 0, view.width, top + view.height);
  context.clip();
  context.translate(left, top);
  paintCells(context, image, view, ratio);
  paintMore();
  outline(context, view, frame.pointed, 1, colors.focus);
  outline(context, view, frame.cursor, 2, colors.focus);
  context.restore();
  paintPosition(context, { left, top }, view, colors);
}

function paintCells(context: CanvasRenderingContext2D, image: HeatImage, view: Viewport, ratio: number): void {
  const { picture, span } = image.at(view.cellWidth * ratio);
  context.imageSmoothingEnabled = false;
  const [columns, rows] = [view.width / view.cellWidth / span, view.height / view.cellHeight];
  context.drawImage(picture, view.x / span, view.y, columns, rows, 0, 0, view.width, view.height);
}

function outline(
  context: CanvasRenderingContext2D,
  { x, y, cellWidth, cellHeight }: Viewport,
  cell: Cell | null,
  lineWidth: number,
  color: string,
): void {
  if (!cell) return;
  context.lineWidth = lineWidth;
  context.strokeStyle = color;
  const [left, top] = [(cell.column - x) * cellWidth, (cell.row - y) * cellHeight];
  context.strokeRect(left - 1, top - 1, Math.max(3, cellWidth) + 2, Math.max(3, cellHeight) + 2);
}

/** The names of the rows, right-aligned left of the cells, where there is room for them. */
export function paintRowNames(
  context: CanvasRenderingContext2D,
  { left, top }: Gutter,
  view: Viewport,
  nameOf: (row: number) => Name,
  colors: MatrixColors,
): void {
  context.save();
  context.beginPath();
  context.rect(0, top - textSize / 2, left, view.height + textSize);
  context.clip();
  context.translate(left - nameGap, top);
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const { index, middle } of named(view.y, view.height, view.cellHeight, view.rows)) {
    paintName(context, nameOf(index), left - nameGap - 6, middle, colors);
  }
  context.restore();
}

/** The names of the columns, upright above the cells, where there is room for them. */
export function paintColumnNames(
  context: CanvasRenderingContext2D,
  { left, top }: Gutter,
  view: Viewport,
  nameOf: (column: number) => Name,
  colors: MatrixColors,
): void {
  context.save();
  context.beginPath();
  context.rect(left - textSize / 2, 0, view.width + textSize, top);
  context.clip();
  context.translate(left, top - nameGap);
  context.rotate(-Math.PI / 2);
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  for (const { index, middle } of named(view.x, view.width, view.cellWidth, view.columns)) {
    paintName(context, nameOf(index), top - nameGap - 4, middle, colors);
  }
  context.restore();
}

/** The rows or columns whose names have room, and the middle of each in pixels from the beginning of the view. */
function named(first: number, length: number, cellSize: number, count: number): { index: number; middle: number }[] {
  const stride = Math.ceil(minNameDistance / cellSize);
  const last = Math.min(count, Math.ceil(first + length / cellSize));
  const shown: { index: number; middle: number }[] = [];
  for (let index = Math.floor(first); index < last; index++) {
    if (index % stride === 0) shown.push({ index, middle: (index + 0.5 - first) * cellSize });
  }
  return shown;
}

function paintName(
  context: CanvasRenderingContext2D,
  { text, isStrong }: Name,
  width: number,
  middle: number,
  colors: MatrixColors,
): void {
  context.font = `${isStrong ? 600 : 400} ${textSize}px ${colors.font}`;
  context.fillStyle = isStrong ? colors.text : colors.muted;
  context.fillText(fitted(context, text, width), 0, middle);
}

function fitted(context: CanvasRenderingContext2D, text: string, width: number): string {
  const short = text.slice(0, 32);
  if (short === text && context.measureText(text).width <= width) return text;
  let end = short.length;
  while (end > 1 && context.measureText(`${short.slice(0, end)}…`).width > width) end--;
  return `${short.slice(0, end)}…`;
}

/** Which part of the whole is shown, like scroll bars. */
function paintPosition(
  context: CanvasRenderingContext2D,
  { left, top }: Gutter,
  view: Viewport,
  { muted }: MatrixColors,
): void {
  context.fillStyle = muted;
  context.globalAlpha = 0.6;
  const across = view.width / (view.cellWidth * view.columns);
  const along = view.height / (view.cellHeight * view.rows);
  if (across < 0.999) {
    context.fillRect(left + (view.x / view.columns) * view.width, top + view.height - 3, across * view.width, 3);
  }
  if (along < 0.999) {
    context.fillRect(left + view.width - 3, top + (view.y / view.rows) * view.height, 3, along * view.height);
  }
  context.globalAlpha = 1;
}
