import { shortened } from '../../../common/printable.ts';

/** Longer names, or of more words, are seldom names of columns. */
const [maxNameLength, maxNameWords] = [60, 8];

/**
 * Why the first record of a table looks like a row and not like a header: null where it does not. `rows`: those that follow.
 */
export function whyNoHeader(names: readonly string[], rows: readonly (readonly string[])[]): string | null {
  const long = names.find((name) => name.length > maxNameLength || name.trim().split(/\s+/).length > maxNameWords);
  if (long !== undefined) return `"${shortened(long, 40)}" is as long as a text`;
  const number = names.find((name) => /^\s*[-+]?\d+([.,]\d+)?\s*$/.test(name));
  if (number !== undefined) return `"${number.trim()}" is a number`;
  const value = names.find((name, i) => name.trim() !== '' && rows.filter((row) => row[i] === name).length >= 2);
  return value === undefined ? null : `"${shortened(value, 40)}" is a value of the rows below as well`;
}

/** What to write for a file without a header; `count`: its columns. */
export function columnsRemedy(count: number): string {
  const names = count === 2 ? ['label', 'text'] : Array.from({ length: count }, (_, i) => `column${i + 1}`);
  const listed = names.slice(0, 6).map((name) => `"${name}"`);
  const list = `[${[...listed, ...(count > 6 ? ['…'] : [])].join(', ')}]`;
  return `If the file has no header, name its columns in their order: "columns": ${list}.`;
}
