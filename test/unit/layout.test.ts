import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const tests = readdirSync('test/unit', { recursive: true, encoding: 'utf8' }).filter((path) =>
  /\.test\.tsx?$/.test(path),
);
/** Tests at the top of test/unit are of the repository itself. */
const mirrored = tests.filter((path) => path.includes('/'));

it('every test in a folder has the path of the file it tests', () => {
  const isMirrored = (path: string) => {
    const source = path.replace(/\.test\.tsx?$/, '');
    return ['src', '.'].some((root) => ['.ts', '.tsx'].some((ending) => existsSync(join(root, source + ending))));
  };
  expect(mirrored.length).toBeGreaterThan(100);
  expect(mirrored.filter((path) => !isMirrored(path))).toEqual([]);
});

/** Folders that the map in README.md names, such as "src/core/model": a line begins with one or several of them. */
const mapped = (() => {
  const [, map] = /\n```\n(src\/\n.*?)```/s.exec(readFileSync('README.md', 'utf8'))!;
  const parents: string[] = [];
  return map!.split('\n').flatMap((line) => {
    const [, indent, names] = /^( *)((?:\w+\/ *)+)/.exec(line) ?? [];
    if (names === undefined) return [];
    const depth = indent!.length / 2;
    const folders = names.match(/\w+/g)!.map((name) => join(...parents.slice(0, depth), name));
    parents[depth] = names.match(/\w+/)![0];
    return folders;
  });
})();

const foldersOf = (parent: string) =>
  readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(parent, entry.name));

it('the folders on the map in README.md exist', () => {
  expect(mapped.filter((folder) => !existsSync(folder))).toEqual([]);
});

it('the map in README.md names the folders of src, of its parts, of webview and of test', () => {
  const parts = foldersOf('src');
  const folders = [...parts, ...[...parts, 'webview'].flatMap(foldersOf)];
  expect(folders.filter((folder) => !mapped.includes(folder))).toEqual([]);
});
