import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { replace } from '../../../src/common/replace.ts';
import { temporaryFolder } from '../core/runs/temporaryFolder.ts';

const folder = temporaryFolder();

it('renames a file, which replaces the one of the new name', async () => {
  writeFileSync(folder.path('old'), 'old');
  writeFileSync(folder.path('new'), 'new');
  await replace(folder.path('new'), folder.path('old'));
  expect(readFileSync(folder.path('old'), 'utf8')).toBe('new');
  expect(readdirSync(folder.path())).toEqual(['old']);
});

it('throws the error of the file system', async () => {
  await expect(replace(folder.path('missing'), folder.path('old'))).rejects.toMatchObject({ code: 'ENOENT' });
});
