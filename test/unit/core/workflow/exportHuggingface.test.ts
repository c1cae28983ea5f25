import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { makeBatch } from '../../../../src/core/model/batch.ts';
import { loadModel } from '../../../../src/core/model/loadModel.ts';
import { initialParameters } from '../../../../src/core/model/parameters.ts';
import { safrProgram } from '../../../../src/core/model/safrProgram.ts';
import { encoderOf } from '../../../../src/core/runs/openTextReader.ts';
import { RunWriter } from '../../../../src/core/runs/runWriter.ts';
import { exportHuggingface } from '../../../../src/core/workflow/exportHuggingface.ts';
import { openRunModel } from '../../../../src/core/workflow/runModel.ts';
import { trainExperiment } from '../../../../src/core/workflow/trainExperiment.ts';
import { openDevice } from '../../../../src/engine/openDevice.ts';
import { writeTinyEncoder } from '../../../process/tinyEncoder.ts';
import { readEncoder } from '../export/readEncoder.ts';
import { newRun } from '../runs/newRun.ts';
import { temporaryFolder } from '../runs/temporaryFolder.ts';

const folder = temporaryFolder();
const texts = ['a warm story', 'the film is dull, unknown', 'good', 'cold '.repeat(20)];

it.each(['safr', 'plain'])('writes the encoder of a run of preset %s with the logits of the run', async (preset) => {
  const cwd = folder.path(preset);
  mkdirSync(cwd);
  writeTinyEncoder(cwd, {}, 1, preset);
  const { directory } = await trainExperiment({
    experimentPath: `${cwd}/tiny.safr.json`,
    runsDirectory: `${cwd}/runs`,
    device: 'tensorflow',
    openDevice,
    ...{ version: '0', evaluate: false },
  });
  const out = folder.path('out');
  await exportHuggingface(directory, out);
  expect(readdirSync(out).sort()).toEqual(['config.json', 'model.safetensors', 'vocab.txt']);

  const device = await openDevice('tensorflow');
  const { model, run } = await openRunModel(device, directory);
  const encoder = await encoderOf({ directory, experiment: run.experiment });
  const sentences = texts.map((text) => ({ ids: run.reader.read(text).ids, label: 0 }));
  const batch = makeBatch(sentences, { padding: 'none', frame: encoder!.reader.frame });
  const exported = await readEncoder(out);
  const executor = await loadModel(device, safrProgram(exported.shape), exported.shape, exported.parameters);
  const logitsOf = async (each: typeof executor) => {
    await each.run('predict', batch);
    return each.read('logits');
  };
  const [expected, logits] = [await logitsOf(model.executor), await logitsOf(executor)];
  expect(exported.classes).toEqual(run.classes);
  expect(logits).toHaveLength(texts.length * run.classes.length);
  expect(Math.max(...Array.from(logits, (value, i) => Math.abs(value - expected[i]!)))).toBeLessThan(1e-5);
  await executor.close();
  await model.executor.close();
  await device.close();
});

it('names another format for a run without a pretrained encoder', async () => {
  const run = await RunWriter.create(newRun(folder.path('runs')));
  const sizes = { width: 4, heads: 2, layers: 1, feedForward: 6, maskHidden: 3, maxLength: 8, dropout: 0.1 };
  const shape = { vocabulary: 5, classes: 2, ...sizes, pretrained: null };
  await run.writeWeights(shape, initialParameters(shape, 1), { epoch: 1, accuracy: 0.7, macroF1: 0.7 });
  const path = folder.path('out');
  await expect(exportHuggingface(run.directory, path)).rejects.toMatchObject({
    message: expect.stringMatching(/has no pretrained encoder/),
    remedy: 'Export it as an ONNX model: --format onnx.',
  });
  expect(existsSync(path)).toBe(false);
});
