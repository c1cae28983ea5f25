import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { readdirSync, writeFileSync } from 'node:fs';
import { UserError } from '../../../../src/common/userError.ts';
import { experimentSchema, resolveExperiment } from '../../../../src/core/experiment/schema.ts';
import { ownIdentity } from '../../../../src/core/runs/owner.ts';
import { claimElement } from '../../../../src/core/sweep/plan.ts';
import { temporaryFolder } from '../runs/temporaryFolder.ts';

const folder = temporaryFolder();
const experiment = (parts: object) =>
  resolveExperiment(experimentSchema.parse({ dataset: { source: 'sst2' }, ...parts }), 'sweep');
const claim = (parts: object, reasons: string[] = [], signal?: AbortSignal) =>
  claimElement(experiment(parts), folder.path(), (reason) => reasons.push(reason), signal);

test('an element that another process runs is claimed when that process is done', async () => {
  const reasons: string[] = [];
  const first = await claim({ seed: 1 });
  const second = claim({ seed: 1, threads: 2 }, reasons);
  await expect.poll(() => reasons).toEqual([`process ${process.pid} on ${hostname()} is running the same element`]);
  await first.release();
  await (await second).release();
  expect(readdirSync(folder.path('sweeps'))).toEqual([]);
});

test('elements whose results differ do not wait for each other', async () => {
  const reasons: string[] = [];
  const claims = [await claim({ seed: 1 }, reasons), await claim({ seed: 2 }, reasons)];
  expect(reasons).toEqual([]);
  for (const each of claims) await each.release();
});

test('waiting for an element ends when it is aborted', async () => {
  const first = await claim({ seed: 1 });
  const stop = new AbortController();
  const second = claim({ seed: 1 }, [], stop.signal);
  stop.abort(new Error('stopped'));
  await expect(second).rejects.toThrow('stopped');
  await first.release();
});

test('an element that a process of another machine runs is refused, with the file to delete if that process is gone', async () => {
  const first = await claim({ seed: 1 });
  const [lock] = readdirSync(folder.path('sweeps'));
  const elsewhere = { ...(await ownIdentity()), host: 'elsewhere', start: 'x' };
  writeFileSync(folder.path('sweeps', lock!), JSON.stringify(elsewhere));
  await expect(claim({ seed: 1 })).rejects.toThrow(UserError);
  await expect(claim({ seed: 1 })).rejects.toThrow(/^this element is being run by process \d+ on elsewhere$/);
  await first.release();
});
