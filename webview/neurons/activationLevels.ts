/** Activations in steps of the color scale, [rows, columns]; a column stands for `span` neurons and has the strongest of their activations. */
export interface Level {
  readonly span: number;
  readonly columns: number;
  readonly steps: Uint8Array;
}

/**
 * The table at ever lower resolution, each with half the columns of the one before, down to `minColumns`: drawn small, no activation is lost
 * between two pixels. `activations`: [tokens, neurons]; `largest` becomes step 255, any activation above 0 at least step 1.
 */
export function activationLevels(
  activations: Float32Array,
  order: Uint32Array,
  largest: number,
  minColumns: number,
): readonly Level[] {
  const finest: Level = { span: 1, columns: order.length, steps: stepsOf(activations, order, largest) };
  const levels = [finest];
  for (let level = finest; level.columns > minColumns;) levels.push((level = halved(level)));
  return levels;
}

/** The finest level whose columns are at least a pixel wide, so that none is skipped; `cellWidth`: pixels of a neuron. */
export function levelFor(levels: readonly Level[], cellWidth: number): Level {
  return levels.find(({ span }) => span * cellWidth >= 1) ?? levels.at(-1)!;
}

function stepsOf(activations: Float32Array, order: Uint32Array, largest: number): Uint8Array {
  const columns = order.length;
  const steps = new Uint8Array(activations.length);
  const scale = largest > 0 ? 255 / largest : 0;
  for (let start = 0; start < activations.length; start += columns) {
    for (let c = 0; c < columns; c++) {
      const value = activations[start + order[c]!]!;
      if (value > 0) steps[start + c] = Math.max(1, Math.round(value * scale));
    }
  }
  return steps;
}

function halved({ span, columns, steps }: Level): Level {
  const half = Math.ceil(columns / 2);
  const rows = steps.length / columns;
  const coarse = new Uint8Array(rows * half);
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < columns; c++) {
      const at = row * half + (c >> 1);
      const step = steps[row * columns + c]!;
      if (step > coarse[at]!) coarse[at] = step;
    }
  }
  return { span: span * 2, columns: half, steps: coarse };
}
