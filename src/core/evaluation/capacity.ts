/**
 * Token capacities C_i = (x_i·x_i)² / Σ_j (x_i·x_j)² within one sentence (Scherlis et al. 2022; method: Neurons), averaged over its
 * tokens. `x`: [tokens, width], masked embeddings. Equal ids have equal rows, so each word type is computed only once.
 */
export function meanCapacity(x: Float32Array, ids: Int32Array, width: number): number {
  const tokens = x.length / width;
  const { rows, counts } = distinctRows(ids, tokens);
  const sums = new Float64Array(rows.length);
  const own = new Float64Array(rows.length);
  for (let a = 0; a < rows.length; a++) {
    own[a] = dot(x, rows[a]! * width, rows[a]! * width, width) ** 2;
    sums[a]! += counts[a]! * own[a]!;
    for (let b = a + 1; b < rows.length; b++) {
      const square = dot(x, rows[a]! * width, rows[b]! * width, width) ** 2;
      sums[a]! += counts[b]! * square;
      sums[b]! += counts[a]! * square;
    }
  }
  const total = counts.reduce((sum, count, a) => sum + (sums[a] ? (count * own[a]!) / sums[a] : 0), 0);
  return total / tokens;
}

/** The first row of every word type, and how often it occurs. */
function distinctRows(ids: Int32Array, tokens: number): { rows: number[]; counts: number[] } {
  const indexByWord = new Map<number, number>();
  const rows: number[] = [];
  const counts: number[] = [];
  for (let i = 0; i < tokens; i++) {
    const index = indexByWord.get(ids[i] ?? 0);
    if (index !== undefined) {
      counts[index]!++;
      continue;
    }
    indexByWord.set(ids[i] ?? 0, rows.length);
    rows.push(i);
    counts.push(1);
  }
  return { rows, counts };
}

/** Uses four independent sums, because each addition to a single sum would have to wait for the previous one. */
function dot(x: Float32Array, a: number, b: number, width: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let i = 0;
  for (; i + 3 < width; i += 4) {
    s0 += x[a + i]! * x[b + i]!;
    s1 += x[a + i + 1]! * x[b + i + 1]!;
    s2 += x[a + i + 2]! * x[b + i + 2]!;
    s3 += x[a + i + 3]! * x[b + i + 3]!;
  }
  for (; i < width; i++) s0 += x[a + i]! * x[b + i]!;
  return s0 + s1 + s2 + s3;
}
