import { expect, test } from 'vitest';
import { portablePath, withoutFolders } from '../../../src/common/withoutFolders.ts';

test.each([
  ['rows.tsv', 'rows.tsv'],
  ['/home/alice/project/data/rows.tsv', 'data/rows.tsv'],
  ['/home/alice/project', '.'],
  ['/home/alice/project-2/rows.tsv', 'rows.tsv'],
  ['../../bob/rows.tsv', 'rows.tsv'],
  ['C:\\Users\\Alice Smith\\rows.tsv', 'rows.tsv'],
])('the portable path of %s is %s', (path, portable) => {
  expect(portablePath('/home/alice/project', path)).toBe(portable);
});

test.each([
  ['/home/alice/project/data/rows.tsv:3: no label', 'data/rows.tsv:3: no label'],
  ['read "/mnt/alice/rows.tsv" and \'/x/y/z\'', 'read "rows.tsv" and \'z\''],
  ['file:///mnt/alice/rows.tsv', 'rows.tsv'],
  ['../../alice/b.tsv: has the same content', 'b.tsv: has the same content'],
  ['C:\\Users\\alice\\rows.tsv', 'rows.tsv'],
  ['/home/alice/my project/rows.tsv: gone', 'rows.tsv: gone'],
  ['labels a/b/c and 1/2/3; see https://example.org/a/b', 'labels a/b/c and 1/2/3; see https://example.org/a/b'],
])('of "%s" others read "%s"', (message, expected) => {
  expect(withoutFolders(message, ['/home/alice/project', '/home/alice/my project'])).toBe(expected);
});
