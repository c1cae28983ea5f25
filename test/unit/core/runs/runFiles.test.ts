import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { storedPath } from '../../../../src/core/runs/runFiles.ts';

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

test('a relative path leads to the experiment beside which the run was moved', () => {
  const moved = join(resolve('/other/place'), '.safr', 'runs', '20250131-tea');
  expect(resolve(moved, storedPath(run, '/project/tea.safr.json'))).toBe(resolve('/other/place/tea.safr.json'));
});
