const longest = 30;

/** A prediction in a few characters: "positive ✓", or "negative ✗" where the line is labelled otherwise; without a label, "positive". */
export function hintText(predicted: string, label: string | null): string {
  const prediction = short(predicted);
  if (label === null) return prediction;
  return `${prediction} ${predicted === label ? '✓' : '✗'}`;
}

function short(label: string): string {
  const characters = Array.from(label.replace(/\s+/g, ' '));
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : characters.join('');
}
