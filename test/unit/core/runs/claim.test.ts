import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { UserError } from '../../../../src/common/userError.ts';
import { takeClaim, wasAbandoned } from '../../../../src/core/runs/claim.ts';
import { ownIdentity } from '../../../../src/core/runs/owner.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const folder = temporaryFolder();
const take = () => takeClaim(folder.path(), 'a.lock', 'run 12 is being trained');

async function leaveLock(number: number, changes: object): Promise<void> {
  writeFileSync(folder.path(`a.lock.${number}`), JSON.stringify({ ...(await ownIdentity()), ...changes }));
}

test('only one process has a claim until it is released', async () => {
  const claim = await take();
  await expect(take()).rejects.toThrow(UserError);
  await expect(take()).rejects.toThrow(`run 12 is being trained by process ${process.pid} on ${hostname()}`);
  await claim.release();
  expect(readdirSync(folder.path())).toEqual([]);
  await (await take()).release();
});

test('at most one of many concurrent attempts succeeds, also if a dead process left its lock', async () => {
  for (let round = 0; round < 10; round++) {
    await leaveLock(7, { start: 'another boot 1' });
    const claims = await Promise.allSettled(Array.from({ length: 8 }, take));
    const taken = claims.filter(({ status }) => status === 'fulfilled');
    expect(taken.length).toBeLessThanOrEqual(1);
    if (taken.length === 1) expect(readdirSync(folder.path())).toEqual(['a.lock.8']);
    for (const claim of claims) if (claim.status === 'fulfilled') await claim.value.release();
  }
});

test('a lock is stale if its process has ended, or if its id belongs to a process that started at another time', async () => {
  await leaveLock(1, { pid: spawnSync(process.execPath, ['--version']).pid });
  expect(await wasAbandoned(folder.path(), 'a.lock')).toBe(true);
  await (await take()).release();
  await leaveLock(3, { start: 'another boot 1' });
  const claim = await take();
  expect(readdirSync(folder.path())).toEqual(['a.lock.4']);
  expect(await wasAbandoned(folder.path(), 'a.lock')).toBe(false);
  await claim.release();
});

test('processes of other machines are assumed to be running', async () => {
  await leaveLock(1, { host: 'elsewhere', start: 'x' });
  await expect(take()).rejects.toThrow(/by process \d+ on elsewhere/);
  await expect(take()).rejects.toMatchObject({ remedy: expect.stringContaining(folder.path('a.lock.1')) as string });
});

test('the error names a damaged lock', async () => {
  writeFileSync(folder.path('a.lock.1'), '');
  await expect(take()).rejects.toThrow(`${folder.path('a.lock.1')}: not a lock of SAFR Studio`);
});
