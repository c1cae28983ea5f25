/** The neurons of a layer whose activations vary, standardized for correlations. */
export interface StandardizedNeurons {
  /** Their indices in the layer. */
  readonly neurons: Int32Array;
  /** [neurons, tokens]: each row has mean 0 and length 1, so that the dot product of two rows is Pearson's correlation. */
  readonly rows: Float32Array;
  readonly tokens: number;
}

/** Standardizes activations, given as consecutive pieces [tokens, neurons]. Neurons with a constant activation are left out. */
export function standardized(pieces: readonly Float32Array[], neurons: number): StandardizedNeurons {
  const tokens = pieces.reduce((sum, piece) => sum + piece.length, 0) / neurons;
  const kept: number[] = [];
  const rows: Float32Array[] = [];
  for (let neuron = 0; neuron < neurons; neuron++) {
    const row = standardRow(columnOf(pieces, neurons, neuron, tokens));
    if (!row) continue;
    kept.push(neuron);
    rows.push(row);
  }
  const all = new Float32Array(rows.length * tokens);
  rows.forEach((row, i) => all.set(row, i * tokens));
  return { neurons: Int32Array.from(kept), rows: all, tokens };
}

/** The same neurons with the tokens in another order; `order`: [tokens]. */
export function reordered({ neurons, rows, tokens }: StandardizedNeurons, order: Int32Array): StandardizedNeurons {
  const result = new Float32Array(rows.length);
  for (let start = 0; start < rows.length; start += tokens) {
    for (let i = 0; i < tokens; i++) result[start + i] = rows[start + order[i]!]!;
  }
  return { neurons, rows: result, tokens };
}

function columnOf(pieces: readonly Float32Array[], neurons: number, neuron: number, tokens: number): Float64Array {
  const column = new Float64Array(tokens);
  let token = 0;
  for (const piece of pieces) {
    for (let at = neuron; at < piece.length; at += neurons) column[token++] = piece[at]!;
  }
  return column;
}

/** Computed in double precision; null if all values are equal. */
function standardRow(values: Float64Array): Float32Array | null {
  if (values.every((value) => value === values[0])) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const length = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0));
  return Float32Array.from(values, (value) => (value - mean) / length);
}
