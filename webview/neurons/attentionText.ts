import { decimals } from '../../src/common/format.ts';

/** A cell of the matrix, or the name of a row or a column; tokens by their positions. */
export type AttentionSpot =
  | { readonly query: number; readonly key: number }
  | { readonly query: number; readonly key: null }
  | { readonly query: null; readonly key: number };

/** Tokens named of a row or a column. */
const maxStrongest = 3;

/** A weight of the attention. */
export const weightText = (weight: number): string => decimals(weight, 3);

/** What a spot of the matrix is. `tokens`: as lists show them; `weights`: [tokens, tokens]. */
export function attentionText({ query, key }: AttentionSpot, tokens: readonly string[], weights: Float32Array): string {
  const name = (token: number) => `“${tokens[token] ?? ''}”`;
  const weight = (from: number, to: number) => weights[from * tokens.length + to] ?? 0;
  const strongest = (weightOf: (token: number) => number) =>
    tokens
      .map((_, token) => token)
      .sort((a, b) => weightOf(b) - weightOf(a))
      .slice(0, maxStrongest)
      .map((token) => `${name(token)} ${weightText(weightOf(token))}`)
      .join(', ');
  if (key === null) return `${name(query)} attends most to ${strongest((token) => weight(query, token))}`;
  if (query === null) return `${name(key)} is attended to most by ${strongest((token) => weight(token, key))}`;
  if (query === key) return `${name(query)} attends to itself: ${weightText(weight(query, query))}`;
  const there = `${name(query)} attends to ${name(key)}: ${weightText(weight(query, key))}`;
  return `${there} · ${name(key)} to ${name(query)}: ${weightText(weight(key, query))}`;
}

/** The share of the attention of the tokens that the matrix leaves out, because special tokens and padding receive it. */
export function shareLeftOut(weights: Float32Array, tokens: number): number {
  return Math.max(0, 1 - weights.reduce((sum, weight) => sum + weight, 0) / tokens);
}
