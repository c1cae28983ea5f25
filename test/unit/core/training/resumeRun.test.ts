import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { loadRunModel } from '../../../../src/core/runs/loadRunModel.ts';
import { readDetails, readRun } from '../../../../src/core/runs/readRun.ts';
import { readSafetensors } from '../../../../src/core/model/safetensors.ts';
import { resumeRun } from '../../../../src/core/training/resumeRun.ts';
import { train, type TrainingInput } from '../../../../src/core/training/train.ts';
import type { TrainingEvent } from '../../../../src/core/training/trainingEvent.ts';
import type { Device } from '../../../../src/engine/device.ts';
import { openWasmDevice } from '../../../../src/engine/wasm/device.ts';
import { UserError } from '../../../../src/common/userError.ts';
import { temporaryFolder } from '../runs/temporaryFolder.ts';
import { makeRun, measureNothing, tinyData, tinyExperiment, trainTiny } from './tinyTraining.ts';

const folder = temporaryFolder();
let device: Device;
beforeAll(async () => {
  device = await openWasmDevice({ threads: 1 });
});
afterAll(() => device.close());

/** 36 steps per epoch; the first 20 of them are summarized. */
const experiment = tinyExperiment({
  ...{ epochs: 2, batchSize: 1, gradientClip: 1, warmupSteps: 50, monitor: 'macroF1', randomDeletion: 0.5 },
});
const steps = 72;

/** Trains and aborts at the first event for which `when` returns true. */
async function stopWhen(when: (event: TrainingEvent) => boolean) {
  const { run, training } = await trainTiny(device, folder.path(), experiment, abortWhen(when));
  return { directory: run.directory, result: await training };
}

function abortWhen(when: (event: TrainingEvent) => boolean) {
  const stop = new AbortController();
  const onEvent = (event: TrainingEvent) => {
    if (when(event)) stop.abort();
  };
  return { onEvent, signal: stop.signal };
}

const atStep = (step: number) => (event: TrainingEvent) => event.kind === 'step' && event.step === step;

async function uncut(): Promise<string> {
  const { run, training } = await trainTiny(device, folder.path(), experiment);
  await training;
  return run.directory;
}

/** Resumes the training, to its end unless `rest` aborts it. */
async function resume(directory: string, rest: Partial<TrainingInput> = {}) {
  const data = tinyData();
  const stored = await readRun(directory);
  const { run, checkpoint } = await resumeRun(stored, data, device.description);
  const { experiment } = stored;
  return train({
    ...{ experiment, data, device, run, measureDev: measureNothing },
    ...(checkpoint && { checkpoint }),
    ...rest,
  });
}

/** Everything in a run except wall-clock times. */
async function contentOf(directory: string) {
  const { metrics, record } = await readDetails(await readRun(directory));
  const { tensors, metadata } = await readSafetensors(`${directory}/checkpoint.safetensors`);
  const { progress, seed } = JSON.parse(metadata['checkpoint']!) as { progress: object; seed: number };
  return {
    weights: readFileSync(`${directory}/weights.safetensors`).toString('base64'),
    tensors,
    seed,
    progress: { ...progress, seconds: 0 },
    metrics: metrics.map((line) => ({ ...line, seconds: 0, stepsPerSecond: 0 })),
    state: record.state,
    reason: record.reason,
    best: record.best,
  };
}

/** The record's best epoch is that of the weights, with the scores that the metrics have. */
async function expectOwnWeights(directory: string): Promise<void> {
  const { record, hasWeights, metrics } = await readDetails(await readRun(directory));
  if (!hasWeights) return expect(record.best).toBe(null);
  const { metadata } = await readSafetensors(`${directory}/weights.safetensors`);
  expect(Number(metadata['epoch'])).toBe(record.best?.epoch ?? 0);
  const line = metrics.find(({ kind, epoch }) => kind === 'epoch' && epoch === record.best?.epoch);
  if (line?.kind !== 'epoch') return;
  expect(record.best).toMatchObject({ accuracy: line.devAccuracy, macroF1: line.devMacroF1 });
}

/** Makes the run look as if its process had been killed. */
function killed(directory: string): void {
  const record = JSON.parse(readFileSync(`${directory}/run.json`, 'utf8')) as object;
  const change = { pid: spawnSync(process.execPath, ['--version']).pid };
  writeFileSync(`${directory}/run.json`, JSON.stringify({ ...record, state: 'running', ended: null, ...change }));
  const lock = `${directory}/training.lock.1`;
  if (!existsSync(lock)) return;
  writeFileSync(lock, JSON.stringify({ ...(JSON.parse(readFileSync(lock, 'utf8')) as object), ...change }));
}

test('a run resumed at any step ends with the same bits as an uninterrupted one', async () => {
  const expected = await contentOf(await uncut());
  expect(expected.metrics.map(({ kind, step }) => [kind, step])).toEqual([
    ['step', 20],
    ['epoch', 36],
    ['step', 56],
    ['epoch', 72],
  ]);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: steps }), async (at) => {
      const { directory, result } = await stopWhen(atStep(at));
      expect(result).toMatchObject({ state: 'stopped', step: at });
      expect(await resume(directory)).toMatchObject({ state: 'finished', step: steps });
      expect(await contentOf(directory)).toEqual(expected);
    }),
    { numRuns: 3, examples: [[36], [19]], endOnFailure: true },
  );
});

test('a run that keeps some neurons and steers biases resumes with the same threshold and counts', async () => {
  const model = { ...experiment.model, activeNeurons: 3 };
  const sparse = { ...experiment, model, training: { ...experiment.training, epochs: 1, firingRate: 0.1 } };
  const whole = await trainTiny(device, folder.path(), sparse);
  await whole.training;
  const { run, training } = await trainTiny(device, folder.path(), sparse, abortWhen(atStep(17)));
  await training;
  await resume(run.directory);
  const content = await contentOf(run.directory);
  expect(content).toEqual(await contentOf(whole.run.directory));
  const rows = content.tensors.get('layers.0.firing')!.values[2 * 16];
  expect(rows).toBeGreaterThan(0);
  expect(content.tensors.get('layers.0.ff.threshold')!.values[0]).toBeGreaterThan(0);
});

test('a run stopped before its first step and again later, or while it is evaluated, ends with the same result', async () => {
  const expected = await contentOf(await uncut());
  const atStart = await stopWhen(({ kind }) => kind === 'start');
  expect(atStart.result.step).toBe(0);
  expect(await resume(atStart.directory, abortWhen(atStep(30)))).toMatchObject({ state: 'stopped', step: 30 });
  await resume(atStart.directory);
  expect(await contentOf(atStart.directory)).toEqual(expected);

  const measuring = await stopWhen((event) => event.kind === 'evaluating' && event.epoch === 2);
  expect(measuring.result).toMatchObject({ epochs: 1, step: steps });
  await resume(measuring.directory);
  expect(await contentOf(measuring.directory)).toEqual(expected);

  const stop = new AbortController();
  const { run, training } = await trainTiny(device, folder.path(), experiment, {
    signal: stop.signal,
    measureDev: async () => {
      stop.abort(new Error('stopped while it measures the sample'));
      throw stop.signal.reason;
    },
  });
  expect(await training).toMatchObject({ state: 'stopped', epochs: 0, step: steps / 2 });
  await resume(run.directory);
  expect(await contentOf(run.directory)).toEqual(expected);
});

test('a run killed at any moment can be read and resumed to the same result', async () => {
  const run = await makeRun(folder.path(), experiment);
  const copies: string[] = [];
  const copy = () => {
    const to = folder.path(`copy-${copies.length}`);
    cpSync(run.directory, to, { recursive: true });
    copies.push(to);
  };
  for (const method of ['append', 'writeWeights', 'end'] as const) {
    const write = run[method].bind(run) as (...values: unknown[]) => Promise<void>;
    vi.spyOn(run, method).mockImplementation(async (...values: unknown[]) => {
      copy();
      await write(...values);
      copy();
    });
  }
  await train({ experiment, data: tinyData(), device, run, measureDev: measureNothing });
  const expected = await contentOf(run.directory);
  expect(run.writeWeights).toHaveBeenCalledTimes(2);
  for (const directory of copies) {
    killed(directory);
    appendFileSync(`${directory}/metrics.jsonl`, '{"kind":"step","epo');
    writeFileSync(`${directory}/checkpoint.safetensors.1.tmp`, 'half a check');
    const { status, hasWeights } = await readRun(directory);
    expect(status).toBe('interrupted');
    if (hasWeights) await loadRunModel(directory);
    await expectOwnWeights(directory);
    await resume(
      directory,
      abortWhen(({ kind }) => kind === 'step'),
    );
    await expectOwnWeights(directory);
    if ((await readRun(directory)).status !== 'finished') await resume(directory);
    expect(await contentOf(directory)).toEqual(expected);
    expect(existsSync(`${directory}/checkpoint.safetensors.1.tmp`)).toBe(false);
  }
});

test('refuses a run with nothing left to train', async () => {
  const directory = await uncut();
  await expect(resume(directory)).rejects.toThrow(UserError);
  await expect(resume(directory)).rejects.toThrow(/is finished \(all 2 epochs done\): nothing is left to train/);
});

test('refuses a run that is being trained', async () => {
  const { directory } = await makeRun(folder.path(), experiment);
  await expect(resume(directory)).rejects.toThrow(`is still being trained by process ${process.pid}`);
});

test('refuses changed data and a damaged checkpoint', async () => {
  const { directory } = await stopWhen(atStep(2));
  const data = tinyData();
  const file = data.source.files[0]!;
  const { identities } = data;
  const dev = { texts: 3, sha256: 'dd' };
  const stored = await readRun(directory);
  const refusal = async (changed: Partial<typeof data>, message: RegExp) => {
    const resumed = resumeRun(stored, { ...data, ...changed }, device.description);
    await expect(resumed).rejects.toThrow(UserError);
    await expect(resumed).rejects.toThrow(message);
  };
  await refusal(
    { source: { files: [{ ...file, sha256: 'ff' }] }, identities: { ...identities, dev } },
    /these files have changed since: tiny.tsv/,
  );
  await refusal(
    { source: { files: [file, file] }, identities: { ...identities, dev } },
    /its number of data files was 1 and is now 2/,
  );
  await refusal(
    { classes: ['yes', 'no'] },
    /its classes are no, yes; those of the data are now yes, no: their order differs/,
  );
  await refusal({ identities: { ...identities, dev } }, /its dev split has 3 texts now and had \d+ at the training/);
  await refusal({ vocabulary: tinyData('abcdefghik').vocabulary }, /its vocabulary has 12 words/);
  expect((await readRun(directory)).status).toBe('stopped');

  truncateSync(`${directory}/checkpoint.safetensors`, 5000);
  await refusal({}, /checkpoint.safetensors: not a sound safetensors file: .*cut off/);
  const other = tinyExperiment({ epochs: 2, batchSize: 1 }, { seed: 6 });
  const { run: strange, training } = await trainTiny(device, folder.path(), other, abortWhen(atStep(2)));
  await training;
  cpSync(strange.path('checkpoint'), `${directory}/checkpoint.safetensors`);
  await refusal({}, /checkpoint.safetensors: not a checkpoint of this run: its seed is 6, the run's is 5/);
  cpSync(strange.path('experiment'), `${directory}/experiment.json`);
  cpSync(`${directory}/weights.safetensors`, `${directory}/checkpoint.safetensors`);
  await refusal({}, /checkpoint.safetensors: not a checkpoint of this run/);
  rmSync(`${directory}/checkpoint.safetensors`);
  await expect(resume(directory)).rejects.toThrow(/has no checkpoint.safetensors any more/);
});
