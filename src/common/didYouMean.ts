import { closest, distance } from 'fastest-levenshtein';

/** Returns `; did you mean "…"?` if one of the words is similar to `found`, otherwise an empty string. */
export function didYouMean(found: unknown, words: readonly unknown[]): string {
  const texts = words.filter((word) => typeof word === 'string');
  if (typeof found !== 'string' || texts.length === 0) return '';
  const [lower, near] = [
    found.toLowerCase(),
    closest(
      found.toLowerCase(),
      texts.map((text) => text.toLowerCase()),
    ),
  ];
  if (distance(lower, near) > Math.max(2, found.length / 3)) return '';
  return `; did you mean "${texts.find((text) => text.toLowerCase() === near)}"?`;
}
