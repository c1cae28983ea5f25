import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { LinearExpression } from '../../../common/linearExpression.ts';

/** Whether a name stands for several files: `*` and `?` for characters within one part of a path, `**` for folders of any depth. */
export function isPattern(name: string): boolean {
  return /[*?]/.test(name);
}

/** The files, absolute, that a pattern of an absolute path stands for, sorted by name within each folder. None of them is hidden. */
export async function matchingFiles(pattern: string): Promise<string[]> {
  const parts = pattern.replace(/\*\*$/, join('**', '*')).split(sep);
  const first = parts.findIndex(isPattern);
  let found = [parts.slice(0, first).join(sep) + sep]; // with a separator, since "C:" alone is no root
  for (const part of parts.slice(first)) {
    const next = await Promise.all(found.map((folder) => matchingEntries(folder, part)));
    found = [...new Set(next.flat())];
  }
  return found.filter((path) => !statSync(path).isDirectory());
}

/**
 * Whether a path matches a pattern, as a function. It takes time linear in the path, since a data card may come from anywhere:
 * backtracking takes minutes for `*a*a*a*a*a*a*ab.csv`.
 */
export function patternMatcher(pattern: string): (path: string) => boolean {
  const parts = pattern.split(/[/\\]/).map((part, i, { length }) => {
    if (part === '**') return i === length - 1 ? '.*' : '(?:[^/\\\\]+[/\\\\])*';
    const escaped = part.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '[^/\\\\]*');
    return escaped.replaceAll('?', '[^/\\\\]') + (i === length - 1 ? '' : '[/\\\\]');
  });
  const expression = new LinearExpression(`^${parts.join('')}$`);
  return (path) => expression.matches(path).length > 0;
}

/** The names in a folder that are not hidden, sorted; none where it cannot be read. */
export async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).filter((name) => !name.startsWith('.')).sort();
}

async function matchingEntries(folder: string, part: string): Promise<string[]> {
  if (part === '**') return foldersFrom(folder);
  const matches = patternMatcher(part);
  const names = isPattern(part) ? (await namesIn(folder)).filter(matches) : [part];
  return names.map((name) => join(folder, name)).filter((path) => existsSync(path));
}

/** The folder and all folders below it. Links are not followed, since they may form a circle. */
async function foldersFrom(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name);
  const below = await Promise.all(names.sort().map((name) => foldersFrom(join(folder, name))));
  return [folder, ...below.flat()];
}
