import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { UserError } from '../../../../src/common/userError.ts';
import { storeEvaluation } from '../../../../src/core/runs/evaluationFile.ts';
import { readDetails, RunReader } from '../../../../src/core/runs/readRun.ts';
import { RunWriter } from '../../../../src/core/runs/runWriter.ts';
import { epochLine, newRun, stepLine } from './newRun.ts';
import { someEvaluation } from './someEvaluation.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const folder = temporaryFolder();

let run: RunWriter;
let reader: RunReader;
beforeEach(async () => {
  run = await RunWriter.create(newRun(folder.path()));
  reader = new RunReader();
});

describe('a run that is read again', () => {
  test('is the same object as long as no file changed', async () => {
    await run.append(epochLine(1, 36));
    const first = await reader.read(run.directory);
    expect(await reader.read(run.directory)).toBe(first);
  });

  test('has the new content of a file that changed, and the same objects of those that did not', async () => {
    const before = await reader.read(run.directory);
    await run.append(stepLine(1, 20));
    await run.append(epochLine(1, 36));
    await storeEvaluation(run.directory, someEvaluation());
    const after = await reader.read(run.directory);
    expect(after).toMatchObject({ lastLine: epochLine(1, 36), summary: { sentences: 4 } });
    expect(before).toMatchObject({ lastLine: null, lastEpoch: null, summary: null });
    expect(after.experiment).toBe(before.experiment);
    expect(after.record).toBe(before.record);
  });

  test('has a new state after its end, and no evaluation after that is deleted', async () => {
    await storeEvaluation(run.directory, someEvaluation());
    expect((await reader.read(run.directory)).status).toBe('running');
    await run.end('finished', 'done');
    rmSync(run.path('evaluation'));
    expect(await reader.read(run.directory)).toMatchObject({ status: 'finished', summary: null });
  });

  test('can be read again after a file was damaged and restored', async () => {
    await reader.read(run.directory);
    writeFileSync(run.path('classes'), '[');
    await expect(reader.read(run.directory)).rejects.toThrow(/classes\.json: not JSON/);
    writeFileSync(run.path('classes'), '["no","yes"]');
    expect((await reader.read(run.directory)).classes).toEqual(['no', 'yes']);
  });
});

describe('the last line and epoch of metrics', () => {
  test('are found after many lines of steps', async () => {
    await run.append(epochLine(1, 36));
    for (let step = 37; step < 137; step++) await run.append(stepLine(2, step));
    const read = await reader.read(run.directory);
    expect(read.lastEpoch).toEqual(epochLine(1, 36));
    expect(read.lastLine).toEqual(stepLine(2, 136));
    expect((await readDetails(read)).metrics).toHaveLength(101);
  });

  test('ignore a line that was cut off by a kill', async () => {
    await run.append(stepLine(1, 20));
    appendFileSync(run.path('metrics'), JSON.stringify(epochLine(1, 36)).slice(0, 60));
    expect(await reader.read(run.directory)).toMatchObject({ lastLine: stepLine(1, 20), lastEpoch: null });
  });

  test('are reported with their line number if they are damaged', async () => {
    await run.append(stepLine(1, 20));
    appendFileSync(run.path('metrics'), '{"kind":"epoch"}\n');
    await expect(reader.read(run.directory)).rejects.toThrow(`${run.path('metrics')}:2: not a line of metrics`);
  });
});

/** Changes a JSON file of the run. */
function change(name: 'experiment' | 'record', edit: (value: Record<string, unknown>) => void): void {
  const value = JSON.parse(readFileSync(run.path(name), 'utf8')) as Record<string, unknown>;
  edit(value);
  writeFileSync(run.path(name), JSON.stringify(value));
}

test('a run with one column for text and label, which is refused today, can still be opened', async () => {
  change('experiment', ({ experiment }) => {
    Object.assign((experiment as { dataset: object }).dataset, { textColumn: ['text', 'label'], labelColumn: 'label' });
  });
  expect((await reader.read(run.directory)).experiment.dataset).toMatchObject({ textColumn: ['text', 'label'] });
});

test('files with values nested 5,000 levels deep are refused with one line each', async () => {
  const deep = '{"a":'.repeat(5000) + '1' + '}'.repeat(5000);
  for (const name of ['record', 'experiment', 'environment', 'data', 'classes', 'metrics'] as const) {
    const content = readFileSync(run.path(name));
    writeFileSync(run.path(name), `${deep}\n`);
    const error: unknown = await reader.read(run.directory).catch((problem: unknown) => problem);
    expect(error).toBeInstanceOf(UserError);
    expect((error as Error).message).toMatch(/^[^\n]{1,400}$/);
    writeFileSync(run.path(name), content);
  }
  writeFileSync(run.path('evaluation'), deep);
  expect(await reader.read(run.directory)).toMatchObject({ summary: null });
});

test('a run whose tokenizer pattern is not supported any more can still be opened', async () => {
  const tokenizer = { kind: 'pattern', pattern: String.raw`(?<!\w)\w+|(.)\1` };
  change('experiment', (stored) => Object.assign(stored['experiment'] as object, { tokenizer }));
  expect((await reader.read(run.directory)).experiment.tokenizer).toMatchObject(tokenizer);
});

test('Slurm is asked whether a job of another machine is gone only where that is allowed', async () => {
  writeFileSync(folder.path('squeue'), '#!/bin/sh\n', { mode: 0o755 });
  vi.stubEnv('PATH', `${folder.path()}:${process.env['PATH']}`);
  change('record', (record) => Object.assign(record, { host: 'elsewhere', job: { id: '12345', restarts: 0 } }));
  expect((await new RunReader(() => false).read(run.directory)).status).toBe('running');
  expect((await new RunReader().read(run.directory)).status).toBe('interrupted');
  vi.unstubAllEnvs();
});
