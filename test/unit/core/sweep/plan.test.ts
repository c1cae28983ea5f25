import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { UserError } from '../../../../src/common/userError.ts';
import { experimentSchema, resolveExperiment } from '../../../../src/core/experiment/schema.ts';
import { ownIdentity } from '../../../../src/core/runs/owner.ts';
import { claimElement, findPlan, plansOf, readPlanned, writePlan } from '../../../../src/core/sweep/plan.ts';
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

const sweepIn = (project: string) => ({
  experimentPath: folder.path(project, 'tea.safr.json'),
  elements: [{ settings: { seed: 1 }, experiment: experiment({ seed: 1 }) }],
});

test('a plan names its experiment relative to itself, so that a project may be moved', async () => {
  const plan = await writePlan(sweepIn('here'), folder.path('here', 'runs'));
  expect(readFileSync(plan, 'utf8')).not.toContain(folder.path());
  expect(await readPlanned(plan, 1)).toMatchObject({ experimentPath: folder.path('here', 'tea.safr.json') });
  renameSync(folder.path('here'), folder.path('there'));
  const moved = findPlan(sweepIn('there'), folder.path('there', 'runs'));
  expect(moved).toBe(plan.replace('here', 'there'));
  expect(await readPlanned(moved!, 1)).toMatchObject({ experimentPath: folder.path('there', 'tea.safr.json') });
});

test('a plan of an earlier version, with an absolute path, is found again', async () => {
  const sweep = sweepIn('here');
  const text = `${JSON.stringify(sweep, null, 1)}\n`;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  const path = folder.path('here', 'runs', 'sweeps', `sweep-${hash}.json`);
  mkdirSync(folder.path('here', 'runs', 'sweeps'), { recursive: true });
  writeFileSync(path, text);
  expect(await writePlan(sweep, folder.path('here', 'runs'))).toBe(path);
  expect(await plansOf(sweep.experimentPath, folder.path('here', 'runs'))).toEqual([path]);
  expect(await readPlanned(path, 1)).toMatchObject({ experimentPath: sweep.experimentPath });
});
