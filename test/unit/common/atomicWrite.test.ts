import { mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { atomicWrite, isTemporaryName, temporaryName, writeNewFile } from '../../../src/common/atomicWrite.ts';
import { UserError } from '../../../src/common/userError.ts';
import { temporaryFolder } from '../core/runs/temporaryFolder.ts';

const folder = temporaryFolder();
afterEach(() => {
  vi.restoreAllMocks();
});

test('writes text, and bytes given in several parts', async () => {
  await atomicWrite(folder.path('text'), 'öl');
  await atomicWrite(folder.path('bytes'), [Uint8Array.of(1, 2), Uint8Array.of(3)]);
  expect(readFileSync(folder.path('text'), 'utf8')).toBe('öl');
  expect([...readFileSync(folder.path('bytes'))]).toEqual([1, 2, 3]);
  expect(readdirSync(folder.path())).toEqual(['bytes', 'text']);
});

test('keeps the old file and removes the temporary one when the disk is full', async () => {
  writeFileSync(folder.path('file'), 'old');
  await failWrites('ENOSPC');
  const write = atomicWrite(
    folder.path('file'),
    ['a', 'b'].map((text) => Buffer.from(text)),
  );
  await expect(write).rejects.toThrow(UserError);
  await expect(write).rejects.toMatchObject({
    message: `${folder.path('file')}: cannot be written: the disk is full`,
    remedy: 'Free space on that disk, or choose another folder.',
  });
  expect(readFileSync(folder.path('file'), 'utf8')).toBe('old');
  expect(readdirSync(folder.path())).toEqual(['file']);
});

test('reports that the path is a folder, or that its folder is missing', async () => {
  mkdirSync(folder.path('file'));
  await expect(atomicWrite(folder.path('file'), 'new')).rejects.toThrow(/file: cannot be written: it is a folder/);
  expect(readdirSync(folder.path())).toEqual(['file']);
  await expect(atomicWrite(folder.path('none', 'file'), '')).rejects.toThrow(/no such file or folder/);
});

test('passes on errors that are not from the file system', async () => {
  await failWrites(undefined);
  await expect(atomicWrite(folder.path('file'), 'new')).rejects.not.toBeInstanceOf(UserError);
});

test('recognizes the temporary files that a killed process leaves behind', () => {
  const names = ['weights.safetensors.123.tmp', temporaryName('run.json'), 'run.json', 'x.tmp'];
  expect(names.map(isTemporaryName)).toEqual([true, true, false, false]);
});

test('removes the temporary files that a killed process left of the same file, when they are old', async () => {
  const old = new Date(Date.now() - 2 * 3600 * 1000);
  const leave = (name: string, isOld: boolean) => {
    writeFileSync(folder.path(name), 'half');
    if (isOld) utimesSync(folder.path(name), old, old);
  };
  const id = '01234567-89ab-cdef-0123-456789abcdef';
  leave(`file.${id}.tmp`, true);
  leave(`file.2${id.slice(1)}.tmp`, false); // another process may be writing it
  leave(`other.${id}.tmp`, true);
  leave('file.tmp', true); // the user's
  await atomicWrite(folder.path('file'), 'new');
  expect(readdirSync(folder.path()).sort()).toEqual([
    'file',
    `file.2${id.slice(1)}.tmp`,
    'file.tmp',
    `other.${id}.tmp`,
  ]);
});

test('creates a new file whole or not at all, and follows no link', async () => {
  await failWrites('ENOSPC');
  await expect(writeNewFile(folder.path('new'), 'half')).rejects.toMatchObject({ code: 'ENOSPC' });
  vi.restoreAllMocks();
  symlinkSync(folder.path('outside'), folder.path('link'));
  await expect(writeNewFile(folder.path('link'), 'text')).rejects.toMatchObject({ code: 'EEXIST' });
  expect(readdirSync(folder.path())).toEqual(['link']);
});

/** Makes every sync of a file fail after its bytes have been written. */
async function failWrites(code: string | undefined): Promise<void> {
  const file = await open(folder.path('probe'), 'w');
  const fileHandle = Object.getPrototypeOf(file) as typeof file;
  await file.close();
  await rm(folder.path('probe'));
  vi.spyOn(fileHandle, 'sync').mockRejectedValue(
    Object.assign(new Error('broken'), code === undefined ? {} : { code }),
  );
}
