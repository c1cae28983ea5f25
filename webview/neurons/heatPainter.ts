import type { HeatImage } from './heatImage.ts';
import type { Cell, Viewport } from './viewport.ts';

/** Pixels left of the cells for the tokens, and above them for the marks of labels. */
export const gutter = { left: 112, top: 12 } as const;
const minLabelHeight = 11;
const textSize = 11;

export interface HeatColors {
  readonly background: string;
  readonly text: string;
  readonly muted: string;
  readonly focus: string;
  readonly selection: string;
  readonly monosemantic: string;
  readonly polysemantic: string;
  readonly font: string;
}

/** What is drawn; columns count in the order shown. */
export interface HeatScene {
  readonly view: Viewport;
  readonly image: HeatImage;
  readonly tokens: readonly string[];
  /** Neurons with tokens. */
  readonly marks: readonly Mark[];
  readonly token: number | null;
  readonly column: number | null;
  /** Tokens that have the chosen neuron. */
  readonly neuronTokens: ReadonlySet<number>;
  readonly cursor: Cell | null;
}

export interface Mark {
  readonly column: number;
  readonly isMonosemantic: boolean;
  /** Drawn faintly: another token is chosen. */
  readonly isFaint: boolean;
}

/** Draws the map: a copy of a part of the picture, and what is on top of it. `ratio`: pixels of the screen per CSS pixel. */
export function paintHeat(
  context: CanvasRenderingContext2D,
  scene: HeatScene,
  colors: HeatColors,
  ratio: number,
): void {
  const { view } = scene;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, gutter.left + view.width, gutter.top + view.height);
  paintTokens(context, scene, colors);
  context.save();
  context.beginPath();
  context.rect(gutter.left, 0, view.width, gutter.top + view.height);
  context.clip();
  context.translate(gutter.left, gutter.top);
  paintCells(context, scene, ratio);
  paintMarks(context, scene, colors);
  paintChoice(context, scene, colors);
  context.restore();
  paintPosition(context, scene, colors);
}

function paintCells(context: CanvasRenderingContext2D, { view, image }: HeatScene, ratio: number): void {
  const { picture, span } = image.at(view.cellWidth * ratio);
  context.imageSmoothingEnabled = false;
  const [columns, rows] = [view.width / view.cellWidth / span, view.height / view.cellHeight];
  context.drawImage(picture, view.x / span, view.y, columns, rows, 0, 0, view.width, view.height);
}

/** Above the cells: tall for monosemantic, short for polysemantic neurons. */
function paintMarks(context: CanvasRenderingContext2D, { view, marks }: HeatScene, colors: HeatColors): void {
  const width = Math.max(1, view.cellWidth - (view.cellWidth > 4 ? 1 : 0));
  for (const { column, isMonosemantic, isFaint } of marks) {
    const x = (column - view.x) * view.cellWidth;
    if (x < -width || x > view.width) continue;
    context.globalAlpha = isFaint ? 0.2 : 1;
    context.fillStyle = isMonosemantic ? colors.monosemantic : colors.polysemantic;
    const height = isMonosemantic ? 9 : 5;
    context.fillRect(x, -2 - height, width, height);
  }
  context.globalAlpha = 1;
}

function paintChoice(context: CanvasRenderingContext2D, scene: HeatScene, { focus, text }: HeatColors): void {
  const { view, token, column, cursor } = scene;
  const x = (at: number) => (at - view.x) * view.cellWidth;
  const y = (at: number) => (at - view.y) * view.cellHeight;
  context.lineWidth = 1;
  context.strokeStyle = text;
  if (token !== null)
    context.strokeRect(-2, Math.round(y(token)) + 0.5, view.width + 4, Math.max(2, view.cellHeight - 1));
  if (column !== null) {
    context.strokeRect(
      Math.round(x(column)) - 0.5,
      -gutter.top,
      Math.max(2, view.cellWidth + 1),
      view.height + gutter.top + 2,
    );
  }
  if (!cursor) return;
  context.lineWidth = 2;
  context.strokeStyle = focus;
  context.strokeRect(
    x(cursor.column) - 1,
    y(cursor.row) - 1,
    Math.max(3, view.cellWidth) + 2,
    Math.max(3, view.cellHeight) + 2,
  );
}

/** The names of the rows, where there is room for them. */
function paintTokens(
  context: CanvasRenderingContext2D,
  { view, tokens, token, neuronTokens }: HeatScene,
  colors: HeatColors,
): void {
  context.save();
  context.beginPath();
  context.rect(0, 0, gutter.left, gutter.top + view.height);
  context.clip();
  const last = Math.min(tokens.length, Math.ceil(view.y + view.height / view.cellHeight));
  const stride = Math.ceil(minLabelHeight / view.cellHeight);
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (let row = Math.floor(view.y); row < last; row++) {
    const isMarked = row === token || neuronTokens.has(row);
    const middle = gutter.top + (row + 0.5 - view.y) * view.cellHeight;
    if (neuronTokens.has(row)) {
      context.fillStyle = colors.selection;
      context.fillRect(
        gutter.left - 5,
        middle - Math.min(view.cellHeight, 14) / 2,
        3,
        Math.max(1, Math.min(view.cellHeight, 14)),
      );
    }
    if (stride > 1 && row % stride !== 0) continue;
    context.font = `${isMarked ? 600 : 400} ${textSize}px ${colors.font}`;
    context.fillStyle = isMarked ? colors.text : colors.muted;
    context.fillText(fitted(context, tokens[row]!, gutter.left - 16), gutter.left - 10, middle);
  }
  context.restore();
}

function fitted(context: CanvasRenderingContext2D, text: string, width: number): string {
  const short = text.slice(0, 32);
  if (short === text && context.measureText(text).width <= width) return text;
  let end = short.length;
  while (end > 1 && context.measureText(`${short.slice(0, end)}…`).width > width) end--;
  return `${short.slice(0, end)}…`;
}

/** Which part of the whole is shown, like scroll bars. */
function paintPosition(context: CanvasRenderingContext2D, { view }: HeatScene, { muted }: HeatColors): void {
  context.fillStyle = muted;
  context.globalAlpha = 0.6;
  const across = view.width / (view.cellWidth * view.columns);
  const along = view.height / (view.cellHeight * view.rows);
  const [left, top] = [gutter.left, gutter.top];
  if (across < 0.999) {
    context.fillRect(left + (view.x / view.columns) * view.width, top + view.height - 3, across * view.width, 3);
  }
  if (along < 0.999) {
    context.fillRect(left + view.width - 3, top + (view.y / view.rows) * view.height, 3, along * view.height);
  }
  context.globalAlpha = 1;
}
