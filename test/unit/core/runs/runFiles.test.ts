import { truncateSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { expect, test } from 'vitest';
import { readJson, storedPath } from '../../../../src/core/runs/runFiles.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const folder = temporaryFolder();
const run = resolve('/project/.safr/runs/20250131-tea');

test.each([
  ['/project/tea.safr.json', '../../../tea.safr.json'],
  ['/project/experiments/tea.safr.json', '../../../experiments/tea.safr.json'],
  ['/project/.hidden/tea.safr.json', '../../../.hidden/tea.safr.json'],
  ['/elsewhere/tea.safr.json', resolve('/elsewhere/tea.safr.json')],
])('the path of %s is stored as %s', (path, stored) => {
  expect(storedPath(run, path)).toBe(stored);
  expect(resolve(run, stored)).toBe(resolve(path));
});

test('a relative path finds the experiment after both were moved', () => {
  const moved = join(resolve('/other/place'), '.safr', 'runs', '20250131-tea');
  expect(resolve(moved, storedPath(run, '/project/tea.safr.json'))).toBe(resolve('/other/place/tea.safr.json'));
});

test('a JSON file that is not a regular file, or is too large for a run, is rejected before it is read', () => {
  expect(() => readJson(folder.path(), z.unknown())).toThrow(/: it is a folder, not a file/);
  writeFileSync(folder.path('run.json'), '');
  truncateSync(folder.path('run.json'), 2 ** 40);
  expect(() => readJson(folder.path('run.json'), z.unknown())).toThrow(/has 1099511627776 bytes; at most 67108864 are/);
});
