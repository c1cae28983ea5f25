import { activationLevels, levelFor, type Level } from './activationLevels.ts';
import { activationScale } from './activationScale.ts';
import type { Layer } from './inspection.ts';

/** Columns of the coarsest level: panels are rarely narrower, in pixels. */
const minColumns = 256;

/** A picture of the activations, one pixel per cell; `span`: how many neurons a column stands for. */
export interface HeatPicture {
  readonly picture: OffscreenCanvas;
  readonly span: number;
}

/** The table as pictures, made once per text, order and theme. `order`: the neurons from left to right. */
export class HeatImage {
  readonly #levels: readonly Level[];
  readonly #colors: Uint32Array;
  readonly #pictures = new Map<Level, HeatPicture>();

  constructor({ activations, largest }: Pick<Layer, 'activations' | 'largest'>, order: Uint32Array, onDark: boolean) {
    this.#levels = activationLevels(activations, order, largest, minColumns);
    this.#colors = new Uint32Array(activationScale(onDark).buffer);
  }

  /** `cellWidth`: of a neuron, in pixels of the screen. */
  at(cellWidth: number): HeatPicture {
    const level = levelFor(this.#levels, cellWidth);
    const known = this.#pictures.get(level);
    if (known) return known;
    const picture = { picture: this.#paint(level), span: level.span };
    this.#pictures.set(level, picture);
    return picture;
  }

  #paint({ steps, columns }: Level): OffscreenCanvas {
    const rows = steps.length / columns;
    const image = new ImageData(columns, rows);
    const pixels = new Uint32Array(image.data.buffer);
    for (let i = 0; i < steps.length; i++) pixels[i] = this.#colors[steps[i]!]!;
    const canvas = new OffscreenCanvas(columns, rows);
    canvas.getContext('2d')!.putImageData(image, 0, 0);
    return canvas;
  }
}
