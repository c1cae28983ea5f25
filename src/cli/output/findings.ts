import { printable } from '../../common/printable.ts';
import type { Finding } from '../../core/dataset/reading/finding.ts';
import { errorColors } from './colors.ts';
import { place } from './place.ts';

/** The findings of reading the data, one per line; a finding that several files share is listed once. */
export function findingLines(findings: readonly Finding[]): string[] {
  const files = new Map<string, string[]>();
  for (const { file, level, message } of findings) {
    const key = `${level}\n${message}`;
    files.set(key, [...(files.get(key) ?? []), place(file)]);
  }
  return [...files].map(([key, places]) => {
    const [level, message] = key.split('\n', 2) as [Finding['level'], string];
    const title = level === 'warning' ? errorColors.yellow('warning:') : 'note:';
    const distinct = [...new Set(places)];
    const more = distinct.length > 1 ? ` and ${distinct.length - 1} more` : '';
    return `${title} ${distinct[0]}${more}: ${printable(message)}`;
  });
}
