const longest = 30;

/**
 * A prediction in a few characters: "positive ✓", or "negative ✗" where the line is labelled otherwise; without a label, "positive".
 * Hints of all classes are equally wide, so that what stands behind them stays in line.
 */
export function hintText(predicted: string, label: string | null, classes: readonly string[]): string {
  const width = Math.max(...classes.map((name) => Array.from(short(name)).length));
  const prediction = short(predicted);
  const space = '\u00a0'.repeat(width - Array.from(prediction).length + 1);
  return prediction + space + (label === null ? '' : predicted === label ? '✓' : '✗');
}

/** A class on one line, cut where it is long. */
export function short(label: string): string {
  const characters = Array.from(label.replace(/\s+/g, ' '));
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : characters.join('');
}
