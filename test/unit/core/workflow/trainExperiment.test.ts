import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { plantedSentences } from '../../../../src/core/dataset/planted/plantedSentences.ts';
import { readEvaluation } from '../../../../src/core/runs/evaluationFile.ts';
import type { WorkflowEvent } from '../../../../src/core/workflow/workflowEvent.ts';
import { resumeTraining, trainExperiment, type TrainOptions } from '../../../../src/core/workflow/trainExperiment.ts';
import type { Device } from '../../../../src/engine/device.ts';
import { DeviceFailure } from '../../../../src/engine/deviceFailure.ts';
import { openDevice } from '../../../../src/engine/openDevice.ts';
import { openWasmDevice } from '../../../../src/engine/wasm/device.ts';
import { writeTinyExperiment } from '../../../process/tinyExperiment.ts';
import { temporaryFolder } from '../runs/temporaryFolder.ts';

const folder = temporaryFolder();

/** A device that is lost during a training step. */
async function lostAtStep(last: number): Promise<Device> {
  const inner = await openWasmDevice({ threads: 1 });
  return {
    ...inner,
    name: 'webgpu',
    async load(program) {
      const executor = await inner.load(program);
      return {
        write: (name, values) => executor.write(name, values),
        read: (name) => executor.read(name),
        close: () => executor.close(),
        async run(routine, batch, scalars) {
          if (routine === 'train' && scalars!.step > last) throw new DeviceFailure('the GPU was lost', 'Buy another.');
          await executor.run(routine, batch, scalars);
        },
      };
    },
  };
}

function optionsOf(device: 'auto' | 'webgpu', lost: Promise<Device>, events: WorkflowEvent[]): TrainOptions {
  writeTinyExperiment(folder.path());
  return {
    experimentPath: join(folder.path(), 'tiny.safr.json'),
    runsDirectory: join(folder.path(), 'runs'),
    openDevice: (name, options) => (name === device ? lost : openDevice(name, options)),
    onEvent: (event) => events.push(event),
    ...{ device, version: '0', evaluate: false },
  };
}

/** Steps per epoch of the tiny experiment. */
const stepsPerEpoch = 12;

test.each([0, stepsPerEpoch + 3])(
  'goes on with wasm where the device that auto chose is lost after step %i',
  async (step) => {
    const events: WorkflowEvent[] = [];
    const { training } = await trainExperiment(optionsOf('auto', lostAtStep(step), events));
    expect(training).toMatchObject({ state: 'finished', epochs: 3 });
    expect(events.filter(({ kind }) => kind === 'fallback')).toEqual([
      { kind: 'fallback', device: 'wasm', reason: 'the GPU was lost' },
    ]);
    const resumed = events.findLast((event) => event.kind === 'start');
    expect(resumed!.step % stepsPerEpoch).toBe(0);
    expect(resumed!.step).toBe(step === 0 ? 0 : stepsPerEpoch);
  },
);

test('writes nothing where the class weights do not fit the classes', async () => {
  const options = optionsOf('auto', openWasmDevice({ threads: 1 }), []);
  writeTinyExperiment(folder.path(), { training: { classWeights: { yes: 1, nay: 2 } } });
  await expect(trainExperiment(options)).rejects.toThrow('training.classWeights names "nay"');
  expect(existsSync(options.runsDirectory)).toBe(false);
});

test.each(['"width": 100000', '"layers": 1000000000'])('resumes no run whose experiment has %s', async (size) => {
  const options = optionsOf('auto', openWasmDevice({ threads: 1 }), []);
  const { directory } = await trainExperiment(options);
  const edit = (name: string, change: (text: string) => string) => {
    const path = join(directory, name);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
  };
  edit('run.json', (text) =>
    JSON.stringify({ ...(JSON.parse(text) as object), state: 'running', pid: 2 ** 30, best: null }),
  );
  edit('experiment.json', (text) => text.replace(new RegExp(`${size.split(' ')[0]!} \\d+`), size));
  rmSync(join(directory, 'weights.safetensors'));
  rmSync(join(directory, 'checkpoint.safetensors'), { force: true });
  await expect(resumeTraining({ ...options, directory })).rejects.toThrow(/training this model takes at least/);
});

test('fails with the error of a device that was requested by name', async () => {
  await expect(trainExperiment(optionsOf('webgpu', lostAtStep(3), []))).rejects.toThrow('the GPU was lost');
});

test('a run on planted sentences stores how well it finds the planted words and pairs', async () => {
  const dataset = { source: 'planted', sentences: 80, seed: 7 } as const;
  const experimentPath = folder.path('planted.safr.json');
  const experiment = {
    dataset,
    model: { width: 8, heads: 2, feedForward: 16, maskHidden: 8, maxLength: 8, padding: 'none' },
    training: { epochs: 1, devSample: 10 },
    evaluation: { fractions: [0.3], randomSeeds: 1, sample: 1 },
  };
  writeFileSync(experimentPath, JSON.stringify(experiment));
  const { directory, evaluation } = await trainExperiment({
    experimentPath,
    runsDirectory: folder.path('runs'),
    version: '0',
    evaluate: true,
    openDevice: () => openWasmDevice({ threads: 1 }),
  });
  const stored = (await readEvaluation(directory))!;
  expect(stored).toEqual(evaluation);
  const read = Array.from(plantedSentences({ ...dataset, distractors: 0.3 }, 'test'), ({ truth }) => ({
    words: truth.words.filter((place) => place < 8).length,
    pairs: truth.pairs.filter(([, second]) => second < 8).length,
  }));
  expect(stored.rationales.planted!.sentences).toBe(read.filter(({ words }) => words > 0).length);
  expect(stored.planted!.pairs!.sentences).toBe(read.filter(({ pairs }) => pairs > 0).length);
  expect(stored.planted!.owners.words).toBeGreaterThan(0);
});
