/** Stands between the two texts of a pair wherever they are one string: in views, messages and arguments of commands. */
export const pairSeparator = ' [SEP] ';

/** A pair of texts as one string, from which `splitPair` makes the same two; null where the first one has the separator in it. */
export function joinPair(first: string, second: string): string | null {
  const pair = first + pairSeparator + second;
  return pair.indexOf(pairSeparator) === first.length ? pair : null;
}

/** The two texts of a pair, and where the second one begins; null for a text without a separator. */
export function splitPair(
  pair: string,
): { readonly first: string; readonly second: string; readonly at: number } | null {
  const end = pair.indexOf(pairSeparator);
  const at = end + pairSeparator.length;
  return end < 0 ? null : { first: pair.slice(0, end), second: pair.slice(at), at };
}
