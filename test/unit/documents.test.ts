import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const documents = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

it.each(documents)('the files that %s links exist', (path) => {
  const text = readFileSync(path, 'utf8');
  const links = Array.from(text.matchAll(/\]\(([^)\s]+)\)|src="([^"]+)"/g), ([, link, source]) => (link ?? source)!);
  const files = links.filter((link) => !/^(\w+:|#)/.test(link)).map((link) => link.replace(/#.*/, ''));
  expect(files.filter((file) => !existsSync(join(dirname(path), file)))).toEqual([]);
});

it('docs/reliability.md names a test of every promise', () => {
  const [, section] = /^## Promises$(.*?)^## /ms.exec(readFileSync('docs/reliability.md', 'utf8'))!;
  const promises = section!.match(/^\| (?!promise|-).*\|$/gm)!;
  expect(promises.length).toBeGreaterThan(15);
  expect(promises.filter((row) => !/\]\(\.\.\/test\/[\w/.]+\)/.test(row))).toEqual([]);
});
