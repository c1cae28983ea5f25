const maxLength = 30;

/**
 * A prediction in a few characters: "positive ✓", or "negative ✗" if the line has another label; without a label, "positive".
 * Hints of all classes have the same width, so that the text after them stays aligned.
 */
export function hintText(predicted: string, label: string | null, classes: readonly string[]): string {
  const width = Math.max(...classes.map((name) => Array.from(short(name)).length));
  const prediction = short(predicted);
  const space = '\u00a0'.repeat(width - Array.from(prediction).length + 1);
  return prediction + space + (label === null ? '' : predicted === label ? '✓' : '✗');
}

/** A class name on one line, truncated if it is long. */
export function short(label: string): string {
  const characters = Array.from(label.replace(/\s+/g, ' '));
  return characters.length > maxLength ? `${characters.slice(0, maxLength - 1).join('')}…` : characters.join('');
}
