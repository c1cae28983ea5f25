import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { atomicWrite, isTemporary } from '../../../src/common/atomicWrite.ts';
import { UserError } from '../../../src/common/userError.ts';
import { temporaryFolder } from '../core/runs/temporaryFolder.ts';

const folder = temporaryFolder();
afterEach(() => {
  vi.restoreAllMocks();
});

test('writes text, and bytes in parts one after another', async () => {
  await atomicWrite(folder.path('text'), 'öl');
  await atomicWrite(folder.path('bytes'), [Uint8Array.of(1, 2), Uint8Array.of(3)]);
  expect(readFileSync(folder.path('text'), 'utf8')).toBe('öl');
  expect([...readFileSync(folder.path('bytes'))]).toEqual([1, 2, 3]);
  expect(readdirSync(folder.path())).toEqual(['bytes', 'text']);
});

test('keeps the old file and leaves nothing beside it when the disk is full', async () => {
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

test('says so when a folder stands in the file’s place, or no folder where it should go', async () => {
  mkdirSync(folder.path('file'));
  await expect(atomicWrite(folder.path('file'), 'new')).rejects.toThrow(/file: cannot be written: it is a folder/);
  expect(readdirSync(folder.path())).toEqual(['file']);
  await expect(atomicWrite(folder.path('none', 'file'), '')).rejects.toThrow(/no such file or folder/);
});

test('passes on what is not the file system’s', async () => {
  await failWrites(undefined);
  await expect(atomicWrite(folder.path('file'), 'new')).rejects.not.toBeInstanceOf(UserError);
});

test('knows the names that a killed write leaves behind', () => {
  expect(['weights.safetensors.123.tmp', 'run.json', 'x.tmp'].map(isTemporary)).toEqual([true, false, false]);
});

/** Makes every sync of a file fail, after its bytes went out. */
async function failWrites(code: string | undefined): Promise<void> {
  const file = await open(folder.path('probe'), 'w');
  const fileHandle = Object.getPrototypeOf(file) as typeof file;
  await file.close();
  await rm(folder.path('probe'));
  vi.spyOn(fileHandle, 'sync').mockRejectedValue(
    Object.assign(new Error('broken'), code === undefined ? {} : { code }),
  );
}
