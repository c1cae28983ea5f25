import type { HeatImage } from './heatImage.ts';
import { paintMatrix, paintRowNames, type Frame, type MatrixColors } from './matrixPainter.ts';

/** Room for the names of tokens, and for the marks of labels. */
export const gutter = { left: 112, top: 12 } as const;

export interface HeatColors extends MatrixColors {
  readonly monosemantic: string;
  readonly polysemantic: string;
}

/** What is drawn; columns count in the order shown. */
export interface HeatScene {
  readonly image: HeatImage;
  readonly tokens: readonly string[];
  /** Neurons with tokens. */
  readonly marks: readonly Mark[];
  readonly token: number | null;
  readonly column: number | null;
  /** Tokens that have the chosen neuron. */
  readonly neuronTokens: ReadonlySet<number>;
}

export interface Mark {
  readonly column: number;
  readonly isMonosemantic: boolean;
  /** Drawn faintly: another token is chosen. */
  readonly isFaint: boolean;
}

/** Draws the map: the cells, marks of labels above them, and the chosen token and neuron. */
export function paintHeat(context: CanvasRenderingContext2D, scene: HeatScene, frame: Frame, colors: HeatColors): void {
  const { tokens, token, neuronTokens, image } = scene;
  paintNeuronTokens(context, scene, frame, colors);
  const nameOf = (row: number) => ({ text: tokens[row]!, isStrong: row === token || neuronTokens.has(row) });
  paintRowNames(context, gutter, frame.view, nameOf, colors);
  paintMatrix(context, gutter, image, frame, colors, () => {
    paintMarks(context, scene, frame, colors);
    paintChoice(context, scene, frame, colors);
  });
}

/** Above the cells: tall for monosemantic, short for polysemantic neurons. */
function paintMarks(
  context: CanvasRenderingContext2D,
  { marks }: HeatScene,
  { view }: Frame,
  { monosemantic, polysemantic }: HeatColors,
): void {
  const width = Math.max(1, view.cellWidth - (view.cellWidth > 4 ? 1 : 0));
  for (const { column, isMonosemantic, isFaint } of marks) {
    const x = (column - view.x) * view.cellWidth;
    if (x < -width || x > view.width) continue;
    context.globalAlpha = isFaint ? 0.2 : 1;
    context.fillStyle = isMonosemantic ? monosemantic : polysemantic;
    const height = isMonosemantic ? 9 : 5;
    context.fillRect(x, -2 - height, width, height);
  }
  context.globalAlpha = 1;
}

function paintChoice(
  context: CanvasRenderingContext2D,
  { token, column }: HeatScene,
  { view }: Frame,
  { text }: HeatColors,
): void {
  context.lineWidth = 1;
  context.strokeStyle = text;
  if (token !== null) {
    const y = Math.round((token - view.y) * view.cellHeight) + 0.5;
    context.strokeRect(-2, y, view.width + 4, Math.max(2, view.cellHeight - 1));
  }
  if (column !== null) {
    const x = Math.round((column - view.x) * view.cellWidth) - 0.5;
    context.strokeRect(x, -gutter.top, Math.max(2, view.cellWidth + 1), view.height + gutter.top + 2);
  }
}

/** Bars next to the names of the tokens that have the chosen neuron. */
function paintNeuronTokens(
  context: CanvasRenderingContext2D,
  { neuronTokens }: HeatScene,
  { view }: Frame,
  { text }: HeatColors,
): void {
  const height = Math.min(view.cellHeight, 14);
  context.fillStyle = text;
  for (const row of neuronTokens) {
    const middle = (row + 0.5 - view.y) * view.cellHeight;
    if (middle < 0 || middle > view.height) continue;
    context.fillRect(gutter.left - 5, gutter.top + middle - height / 2, 3, Math.max(1, height));
  }
}
