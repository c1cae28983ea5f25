import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findRun } from '../../../../src/core/runs/findRun.ts';
import { listRuns } from '../../../../src/core/runs/listRuns.ts';
import { readDetails, readRun } from '../../../../src/core/runs/readRun.ts';
import { initialParameters } from '../../../../src/core/model/parameters.ts';
import { RunWriter } from '../../../../src/core/runs/runWriter.ts';
import { processStart } from '../../../../src/common/processIdentity.ts';
import { UserError } from '../../../../src/common/userError.ts';
import { epochLine, newRun, stepLine } from './newRun.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const folder = temporaryFolder();
const sizes = { width: 4, heads: 2, layers: 1, feedForward: 6, maskHidden: 3, maxLength: 8, dropout: 0.1 };
const shape = { vocabulary: 5, classes: 2, ...sizes, pretrained: null };
const noon = new Date(2025, 0, 31, 12, 0, 5);

test('reads back what it wrote', async () => {
  const run = await RunWriter.create(newRun(folder.path('a', 'runs')), noon);
  expect(run.id).toBe('20250131-120005-small');
  expect(run.directory).toBe(folder.path('a', 'runs', run.id));
  await run.append(stepLine(1, 20));
  await run.append(epochLine(1, 36));
  await run.writeWeights(shape, initialParameters(shape, 1), { epoch: 1, accuracy: 0.7, macroF1: 0.7 });
  await run.end('finished', '1 epoch done');
  const { experiment, environment, classes } = newRun('');
  const stored = await readDetails(await readRun(run.directory));
  expect(stored).toMatchObject({ id: run.id, status: 'finished', experiment, environment, classes, evaluation: null });
  expect(stored.experimentPath).toBe(join(process.cwd(), 'small.safr.json'));
  expect(stored.metrics).toEqual([stepLine(1, 20), epochLine(1, 36)]);
  expect(stored.record).toMatchObject({
    best: { epoch: 1, accuracy: 0.7, macroF1: 0.7 },
    reason: '1 epoch done',
    pid: process.pid,
    host: hostname(),
    started: noon.toISOString(),
    device: 'a device',
  });
  expect(Date.parse(stored.record.ended!)).toBeGreaterThan(noon.getTime());
  expect(stored).toMatchObject({ hasWeights: true, hasCheckpoint: false });
  expect(readdirSync(run.directory).filter((name) => name.startsWith('training.lock'))).toEqual([]);
});

test('reads epochs that were stored before their neurons were measured', async () => {
  const run = await RunWriter.create(newRun(folder.path()));
  const older = { ...epochLine(1, 36), neurons: undefined }; // JSON leaves it out
  appendFileSync(run.path('metrics'), `${JSON.stringify(older)}\n`);
  expect((await readDetails(await readRun(run.directory))).metrics).toEqual([{ ...older, neurons: null }]);
});

test('gives runs that start in the same second different ids', async () => {
  const ids = [];
  for (let i = 0; i < 3; i++) ids.push((await RunWriter.create(newRun(folder.path()), noon)).id);
  expect(ids).toEqual(['20250131-120005-small', '20250131-120005-small-2', '20250131-120005-small-3']);
});

test('leaves no partial files if a run cannot be created', async () => {
  writeFileSync(folder.path('file'), '');
  await expect(RunWriter.create(newRun(folder.path('file', 'runs')))).rejects.toThrow(UserError);
  const unwritable = { ...newRun(folder.path()), classes: [10n] as unknown as string[] };
  await expect(RunWriter.create(unwritable)).rejects.toThrow(/BigInt/);
  expect(readdirSync(folder.path())).toEqual(['file']);
});

test('a run is running while its process exists, and interrupted after it has ended', async () => {
  const run = await RunWriter.create(newRun(folder.path()));
  expect((await readRun(run.directory)).status).toBe('running');
  changeRecord(run, { pid: process.ppid, processStart: await processStart(process.ppid) });
  expect((await readRun(run.directory)).status).toBe('running');
  changeRecord(run, { pid: spawnSync(process.execPath, ['--version']).pid });
  expect((await readRun(run.directory)).status).toBe('interrupted');
  changeRecord(run, { host: 'another-machine' });
  expect((await readRun(run.directory)).status).toBe('running');
});

test('does not mistake a later process with the same id for its own, even if the clock is changed', async () => {
  const run = await RunWriter.create(newRun(folder.path()), new Date(2001, 0, 1));
  expect((await readRun(run.directory)).status).toBe('running');
  changeRecord(run, { processStart: 'another boot 12' });
  expect((await readRun(run.directory)).status).toBe('interrupted');
  changeRecord(run, { pid: process.ppid });
  expect((await readRun(run.directory)).status).toBe('interrupted');
});

test('reads runs of earlier versions, which lack the start time of their process', async () => {
  const run = await RunWriter.create(newRun(folder.path()));
  changeRecord(run, { processStart: undefined });
  expect((await readRun(run.directory)).record.processStart).toBe(null);
  expect((await readRun(run.directory)).status).toBe('running');
});

test('reads runs of earlier versions, which lack the macro F1 of their epochs', async () => {
  const run = await RunWriter.create(newRun(folder.path()));
  const line = { ...epochLine(1, 36), devMacroF1: undefined };
  writeFileSync(run.path('metrics'), `${JSON.stringify(line)}\n`);
  changeRecord(run, { best: { epoch: 1, accuracy: 0.7, macroF1: undefined } });
  const stored = await readDetails(await readRun(run.directory));
  expect(stored.metrics).toMatchObject([{ devAccuracy: 0.7, devMacroF1: null }]);
  expect(stored.record.best).toEqual({ epoch: 1, accuracy: 0.7, macroF1: null });
});

test('takes the best epoch from the weights, so that a kill between the two cannot make them differ', async () => {
  const run = await RunWriter.create(newRun(folder.path()));
  await run.writeWeights(shape, initialParameters(shape, 1), { epoch: 2, accuracy: 0.8, macroF1: 0.8 });
  changeRecord(run, { best: { epoch: 1, accuracy: 0.7, macroF1: 0.7 } });
  expect((await readRun(run.directory)).record.best).toEqual({ epoch: 2, accuracy: 0.8, macroF1: 0.8 });
  await run.writeWeights(shape, initialParameters(shape, 1), null);
  changeRecord(run, { best: { epoch: 1, accuracy: 0.7, macroF1: 0.7 } });
  expect((await readRun(run.directory)).record.best).toBe(null);
});

test.runIf(process.platform === 'linux')(
  'is interrupted too where its process is over but nobody reaped it',
  async () => {
    const run = await RunWriter.create(newRun(folder.path()));
    const shell = spawn('sh', ['-c', 'true & echo $!; exec sleep 60']); // `sleep` knows nothing of its child
    onTestFinished(() => void shell.kill());
    const [pid] = (await once(shell.stdout, 'data')) as [Buffer];
    changeRecord(run, { pid: Number(pid) });
    await expect.poll(async () => (await readRun(run.directory)).status).toBe('interrupted');
  },
);

test('tolerates an incomplete last line, and removes it together with all lines after the checkpoint', async () => {
  const run = await RunWriter.create(newRun(folder.path()));
  const covered = [stepLine(1, 20), epochLine(1, 36), stepLine(2, 56)];
  for (const metrics of [...covered, stepLine(2, 72), epochLine(2, 72)]) await run.append(metrics);
  appendFileSync(run.path('metrics'), JSON.stringify(stepLine(3, 92)).slice(0, 40));
  writeFileSync(`${run.path('weights')}.99.tmp`, '');
  const stored = await readDetails(await readRun(run.directory));
  expect(stored.metrics).toHaveLength(5);

  const best = { epoch: 1, accuracy: 0.7, macroF1: 0.7 };
  const claim = { release: () => Promise.resolve() };
  const resumed = await RunWriter.resume(stored, claim, { step: 72, epochs: 1, best }, 'another device');
  expect((await readDetails(await readRun(run.directory))).metrics).toEqual([...covered, stepLine(2, 72)]);
  await RunWriter.resume(stored, claim, { step: 71, epochs: 1, best }, 'another device');
  await resumed.append(epochLine(2, 72));
  const { metrics, record } = await readDetails(await readRun(run.directory));
  expect(metrics).toEqual([...covered, epochLine(2, 72)]);
  expect(record).toMatchObject({ state: 'running', device: 'another device', best, started: stored.record.started });
  expect(existsSync(`${run.path('weights')}.99.tmp`)).toBe(false);
});

test('reports the damaged file and line', async () => {
  const run = await RunWriter.create(newRun(folder.path()));
  await run.append(stepLine(1, 20));
  appendFileSync(run.path('metrics'), '{"kind":"step"}\n');
  await expect(readRun(run.directory)).rejects.toThrow(
    `${run.path('metrics')}:2: not a line of metrics: {"kind":"step"}`,
  );
  writeFileSync(run.path('metrics'), '');
  writeFileSync(run.path('evaluation'), '{"accuracy": 0.');
  await expect(readRun(run.directory)).rejects.toThrow(/evaluation.json: not JSON/);
  changeRecord(run, { state: 'asleep' });
  await expect(readRun(run.directory)).rejects.toThrow(/run.json: state: Invalid option/);
  await expect(readRun(run.directory)).rejects.toThrow(UserError);
});

test.skipIf(!existsSync('/dev/full'))('says that the disk is full (skipped without /dev/full)', async () => {
  const run = await RunWriter.create(newRun(folder.path()));
  rmSync(run.path('metrics'));
  symlinkSync('/dev/full', run.path('metrics'));
  await expect(run.append(stepLine(1, 20))).rejects.toThrow(UserError);
  await expect(run.append(stepLine(1, 20))).rejects.toThrow(/metrics.jsonl: cannot be written: the disk is full/);
});

test('lists runs by age, lists unreadable ones separately, and skips everything else', async () => {
  expect(await listRuns(folder.path('none'))).toEqual({ runs: [], unreadable: [] });
  const late = await RunWriter.create(newRun(folder.path()), new Date(2025, 2, 1));
  const early = await RunWriter.create(newRun(folder.path()), new Date(2025, 1, 1));
  const broken = await RunWriter.create(newRun(folder.path()), noon);
  writeFileSync(broken.path('experiment'), '{}');
  mkdirSync(folder.path('20250401-000000-just-begun'));
  writeFileSync(folder.path('notes.txt'), '');
  const { runs, unreadable } = await listRuns(folder.path());
  expect(runs.map(({ id }) => id)).toEqual([early.id, late.id]);
  expect(unreadable).toEqual([{ id: broken.id, problem: expect.any(UserError) }]);
});

test('finds a run by id, prefix, path or "last"', async () => {
  const runs: RunWriter[] = [];
  for (const day of [1, 2, 11]) runs.push(await RunWriter.create(newRun(folder.path()), new Date(2025, 0, day)));
  const [first, second, third] = runs.map(({ directory }) => directory);
  const find = (wanted: string) => findRun(folder.path(), wanted);
  expect(await find('last')).toBe(third);
  expect(await find(runs[1]!.id)).toBe(second);
  expect(await find('20250101')).toBe(first);
  expect(await findRun(folder.path('none'), second!)).toBe(second);
  await expect(find('202501')).rejects.toThrow(/^3 runs begin with "202501": 20250101-000000-small, 2025/);
  await expect(find('2024')).rejects.toThrow(/^no run "2024" in .*; runs there: 20250101/);
  await expect(findRun(folder.path('none'), 'last')).rejects.toMatchObject({
    message: expect.stringMatching(/no run "last".*it holds no runs yet/) as string,
    remedy: expect.stringContaining('--runs') as string,
  });
  await expect(find('')).rejects.toThrow(UserError);
});

test('finds a run whose id is a prefix of another id', async () => {
  const run = await RunWriter.create(newRun(folder.path()), noon);
  await RunWriter.create(newRun(folder.path()), noon);
  expect(await findRun(folder.path(), run.id)).toBe(run.directory);
});

function changeRecord(run: RunWriter, changes: object): void {
  const record = JSON.parse(readFileSync(run.path('record'), 'utf8')) as object;
  writeFileSync(run.path('record'), JSON.stringify({ ...record, ...changes }));
}
