import type { ListedNeuron } from '../../src/protocol/neurons.ts';

/** What the list is sorted by, with its name in a choice: the largest first, but numbers ascending. */
export const sortings = {
  label: 'label above random',
  purity: 'purity',
  fires: 'tokens',
  number: 'number',
} as const;
export type Sorting = keyof typeof sortings;

/** Those with a word that contains the text, or with this number, sorted; neurons that lack the measure are last. */
export function findNeurons(neurons: readonly ListedNeuron[], text: string, by: Sorting): readonly ListedNeuron[] {
  const sought = text.trim().toLowerCase();
  const has = ({ layer, index, words, otherWords }: ListedNeuron) =>
    String(index) === sought ||
    `${layer + 1}:${index}` === sought ||
    [...words, ...otherWords].some((word) => word.toLowerCase().includes(sought));
  const found = sought === '' ? neurons : neurons.filter(has);
  if (by === 'number') return found;
  const key = keys[by];
  return found.toSorted((a, b) => key(b) - key(a) || a.layer - b.layer || a.index - b.index);
}

const keys = {
  label: ({ averagePrecision, random }: ListedNeuron) =>
    averagePrecision === null || random === null ? -1 : averagePrecision - random,
  purity: ({ purity }: ListedNeuron) => purity ?? -1,
  fires: ({ fires }: ListedNeuron) => fires,
} as const;

/** Rows that are drawn beyond those that are seen. */
const margin = 6;

/** The rows to draw of a list that is scrolled to `top`, of rows of one height, all in pixels. */
export function rowsSeen(top: number, height: number, rowHeight: number, count: number): { from: number; to: number } {
  const from = Math.max(0, Math.floor(top / rowHeight) - margin);
  return { from: Math.min(from, count), to: Math.min(count, Math.ceil((top + height) / rowHeight) + margin) };
}

/** Where to scroll so that a row is seen, from `top`. */
export function scrolledTo(row: number, top: number, height: number, rowHeight: number): number {
  return Math.max(Math.min(top, row * rowHeight), (row + 1) * rowHeight - height);
}
