import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { storeEvaluation } from '../../../../src/core/runs/evaluationFile.ts';
import { RunWriter } from '../../../../src/core/runs/runWriter.ts';
import type { Experiments } from '../../../../src/extension/experiments/experiments.ts';
import { Runs } from '../../../../src/extension/runs/runs.ts';
import { newRun } from '../../core/runs/newRun.ts';
import { someEvaluation } from '../../core/runs/someEvaluation.ts';
import { temporaryFolder } from '../../core/runs/temporaryFolder.ts';
import { eventually, fakeLog } from '../fakeStudio.ts';
import { editor, EventEmitter, events, Uri, workspace } from '../vscodeStub.ts';

const folder = temporaryFolder();
let runs: Runs;
let changes: string[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  workspace.workspaceFolders = [{ uri: Uri.file(folder.path()) }];
  const experiments = { all: [], onDidChange: new EventEmitter<void>().event } as unknown as Experiments;
  runs = new Runs(experiments, fakeLog());
  changes = [];
  runs.onDidChange((directory) => changes.push(directory));
});
afterEach(() => {
  runs.dispose();
  vi.useRealTimers();
});

const create = async (started: string) => {
  const writer = await RunWriter.create(newRun(folder.path('.safr', 'runs')), new Date(started));
  await writer.end('finished', 'after the last epoch');
  return writer;
};
const watcher = () => editor.watchers[0]!;
const directories = () => runs.all.map(({ directory }) => directory);

describe('the runs of a workspace', () => {
  it('are read from its folders, newest first', async () => {
    const older = await create('2026-01-01T10:00:00Z');
    const newer = await create('2026-01-02T10:00:00Z');
    await runs.load();
    expect(directories()).toEqual([newer.directory, older.directory]);
    expect(runs.of(resolve(newRun('').experimentPath))).toEqual(runs.all);
    expect(new Set(changes)).toEqual(new Set(directories()));
  });

  it('are read again when one of their files changes', async () => {
    const { directory } = await create('2026-01-01T10:00:00Z');
    await runs.load();
    const before = runs.get(directory);
    changes = [];
    watcher().changed.fire(Uri.file(join(directory, 'weights.safetensors')));
    await storeEvaluation(directory, someEvaluation());
    for (const name of ['run.json', 'metrics.jsonl', 'evaluation.json', 'evaluation.json']) {
      watcher().changed.fire(Uri.file(join(directory, name)));
    }
    await eventually(() => expect(changes).toEqual([directory]));
    expect(runs.get(directory)).toMatchObject({ summary: { sentences: 4 } });
    expect(runs.get(directory)!.experiment).toBe(before!.experiment);
  });

  it('have no result on other data: it is in no list, dashboard or report', async () => {
    const { directory } = await create('2026-01-01T10:00:00Z');
    await storeEvaluation(directory, someEvaluation({ otherData: true }));
    await runs.load();
    const run = runs.get(directory)!;
    expect(run.summary).toBeNull();
    expect((await runs.details(run)).evaluation).toBeNull();
  });

  it('stay the same where a file event brings nothing new', async () => {
    const { directory } = await create('2026-01-01T10:00:00Z');
    await runs.load();
    const before = runs.all;
    changes = [];
    watcher().changed.fire(Uri.file(join(directory, 'run.json')));
    await runs.refresh(directory);
    await runs.load();
    expect(changes).toEqual([]);
    expect(runs.all).toBe(before);
  });

  it('are read once for requests that come before the reading begins', async () => {
    const { directory } = await create('2026-01-01T10:00:00Z');
    const first = runs.refresh(directory);
    expect(runs.refresh(directory)).toBe(first);
    await first;
    expect(runs.refresh(directory)).not.toBe(first);
  });

  it('disappear when they are deleted', async () => {
    const { directory } = await create('2026-01-01T10:00:00Z');
    await runs.load();
    rmSync(directory, { recursive: true });
    watcher().deleted.fire(Uri.file(join(directory, 'run.json')));
    await eventually(() => expect(directories()).toEqual([]));
    expect(changes.at(-1)).toBe(directory);
  });

  it('that cannot be read have a reason, until they can', async () => {
    const { directory } = await create('2026-01-01T10:00:00Z');
    const record = join(directory, 'run.json');
    await runs.load();
    writeFileSync(record, '{');
    await runs.refresh(directory);
    expect(directories()).toEqual([]);
    expect(runs.unreadable.get(directory)?.message).toContain('run.json');
    rmSync(directory, { recursive: true });
    await runs.refresh(directory);
    expect(runs.unreadable.size).toBe(0);
  });

  it('are found without a file event too, as on a shared disk', async () => {
    await runs.load();
    const { directory } = await create('2026-01-01T10:00:00Z');
    await vi.advanceTimersByTimeAsync(5000);
    await eventually(() => expect(directories()).toEqual([directory]));
  });

  it('disappear without an event of their files, as when a terminal removes their folder', async () => {
    const { directory } = await create('2026-01-01T10:00:00Z');
    const record = join(directory, 'run.json');
    const ended = { ...(JSON.parse(readFileSync(record, 'utf8')) as object), ended: '2026-01-01T11:00:00Z' };
    writeFileSync(record, JSON.stringify(ended)); // those that have just ended are read at every look
    await runs.load();
    expect(directories()).toEqual([directory]);
    rmSync(directory, { recursive: true });
    await vi.advanceTimersByTimeAsync(5000);
    await eventually(() => expect(directories()).toEqual([]));
  });

  it.each([['.safr', 'runs'], ['.safr']])('disappear with the folder %s/%s', async (...parts) => {
    const { directory } = await create('2026-01-01T10:00:00Z');
    await runs.load();
    expect(directories()).toEqual([directory]);
    rmSync(folder.path(...parts), { recursive: true });
    await vi.advanceTimersByTimeAsync(5000);
    await eventually(() => expect(directories()).toEqual([]));
    expect(changes.at(-1)).toBe(directory);
  });

  it('come and go with the folders of the workspace, and their watchers with them', async () => {
    const { directory } = await create('2026-01-01T10:00:00Z');
    const [first] = workspace.workspaceFolders!;
    workspace.workspaceFolders = [];
    await runs.load();
    expect(directories()).toEqual([]);
    workspace.workspaceFolders = [first!];
    events.changeFolders.fire();
    await eventually(() => expect(directories()).toEqual([directory]));
    expect(watcher().created.listeners.size).toBe(1);

    workspace.workspaceFolders = [];
    events.changeFolders.fire();
    await eventually(() => expect(directories()).toEqual([]));
    expect(changes.at(-1)).toBe(directory);
    expect(watcher().created.listeners.size).toBe(0);
    await vi.advanceTimersByTimeAsync(5000);
    expect(directories()).toEqual([]);
  });

  it('are looked at no more once disposed', async () => {
    await runs.load();
    runs.dispose();
    expect(vi.getTimerCount()).toBe(0);
    expect(watcher().created.listeners.size).toBe(0);
  });
});
