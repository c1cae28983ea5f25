import { copyFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { initialParameters } from '../../../../src/core/model/parameters.ts';
import { loadRunModel } from '../../../../src/core/runs/loadRunModel.ts';
import { readSafetensors, writeSafetensors, type Tensor } from '../../../../src/core/model/safetensors.ts';
import { RunWriter, type NewRun } from '../../../../src/core/runs/runWriter.ts';
import { UserError } from '../../../../src/common/userError.ts';
import { newRun } from './newRun.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const folder = temporaryFolder();
const sizes = { width: 4, heads: 2, layers: 2, feedForward: 6, maskHidden: 3, maxLength: 8, dropout: 0.1 };
const shape = { vocabulary: 5, classes: 2, ...sizes, pretrained: null };
const parameters = initialParameters(shape, 1);

function runOfShape(): NewRun {
  const run = newRun(folder.path());
  return { ...run, experiment: { ...run.experiment, model: { ...run.experiment.model, ...sizes } } };
}

async function runWithWeights(): Promise<RunWriter> {
  const run = await RunWriter.create(runOfShape());
  await run.writeWeights(shape, parameters, { epoch: 3, accuracy: 0.7, macroF1: 0.7 });
  return run;
}

test('returns shape, parameters, words and classes', async () => {
  const { directory } = await runWithWeights();
  const model = await loadRunModel(directory);
  expect(model).toMatchObject({ shape, classes: ['no', 'yes'], experiment: runOfShape().experiment });
  expect(model.parameters).toEqual(parameters);
  expect([0, 1, 2, 3, 4].map((id) => model.reader.word(id))).toEqual(['<PAD>', '<UNK>', 'one', '2', '__proto__']);
});

test('stores the tensors with the names and shapes of PyTorch', async () => {
  const { tensors, metadata } = await readSafetensors((await runWithWeights()).path('weights'));
  expect(metadata).toEqual({ format: 'pt', shape: JSON.stringify(shape), epoch: '3', accuracy: '0.7', macroF1: '0.7' });
  expect(tensors.get('layers.1.attention.key.weight')!.shape).toEqual([4, 4]);
  expect(tensors.get('layers.0.ff.linear1.weight')!.shape).toEqual([6, 4]);
  expect(tensors.get('fc.bias')!.shape).toEqual([2]);
});

test('returns the thresholds of a model that keeps some neurons, and refuses a run that describes another number of them', async () => {
  const sparse = { ...shape, activeNeurons: 3 };
  const { experiment, ...run } = runOfShape();
  const described = { ...experiment, model: { ...experiment.model, activeNeurons: 3, padding: 'none' as const } };
  const writer = await RunWriter.create({ ...run, experiment: described });
  const values = new Map([...initialParameters(sparse, 1), ['layers.1.ff.threshold', Float32Array.of(0.25)]] as const);
  await writer.writeWeights(sparse, values, { epoch: 3, accuracy: 0.7, macroF1: 0.7 });
  const model = await loadRunModel(writer.directory);
  expect(model.shape).toEqual(sparse);
  expect(model.parameters).toEqual(values);

  const other = await RunWriter.create({ ...run, experiment });
  await other.writeWeights(sparse, values, { epoch: 3, accuracy: 0.7, macroF1: 0.7 });
  await expect(loadRunModel(other.directory)).rejects.toThrow(
    /its model has activeNeurons 3, the run's experiment has none/,
  );
});

test('reports that there are no weights yet', async () => {
  const { directory } = await RunWriter.create(newRun(folder.path()));
  await expect(loadRunModel(directory)).rejects.toThrow(/weights.safetensors: there are no weights yet/);
  await expect(loadRunModel(folder.path('none'))).rejects.toThrow(/none: not a run/);
});

test('names the files that are missing from a trained run', async () => {
  const run = await runWithWeights();
  await run.end('finished', 'after the last epoch');
  rmSync(run.path('vocabulary'));
  await expect(loadRunModel(run.directory)).rejects.toThrow(/vocabulary.json: no vocabulary/);
  rmSync(run.path('weights'));
  await expect(loadRunModel(run.directory)).rejects.toThrow(/weights.safetensors: no such file/);
});

test('rejects weights that are damaged, of another model or of another program', async () => {
  const run = await runWithWeights();
  const refusal = async (message: RegExp) => {
    await expect(loadRunModel(run.directory)).rejects.toThrow(message);
    await expect(loadRunModel(run.directory)).rejects.toThrow(UserError);
  };
  const tensors = [...(await readSafetensors(run.path('weights'))).tensors.values()];
  const rewrite = (changed: readonly Tensor[], metadata: Record<string, string> = { shape: JSON.stringify(shape) }) =>
    writeSafetensors(run.path('weights'), changed, metadata);

  await rewrite(tensors.slice(1));
  await refusal(/weights.safetensors: tensor "embedding.weight" is missing/);
  await rewrite(tensors.map((t) => (t.name === 'fc.bias' ? { ...t, shape: [2], values: Int32Array.of(1, 2) } : t)));
  await refusal(/tensor "fc.bias" is missing/);
  await rewrite(tensors.map((t) => (t.name === 'fc.bias' ? { ...t, shape: [3], values: new Float32Array(3) } : t)));
  await refusal(/tensor "fc.bias" has 3 values, not 2/);
  await rewrite(tensors, {});
  await refusal(/its metadata has no model shape/);
  const named = (changes: object) => rewrite(tensors, { shape: JSON.stringify({ ...shape, ...changes }) });
  await named({ layers: 1e9 });
  await refusal(/its metadata has no valid model shape: 1000000000 layers, but \d+ tensors/);
  await named({ heads: 3 });
  await refusal(/3 heads do not divide the width 4/);
  await named({ maxLength: 1e9 });
  await refusal(/texts of 1000000000 tokens with width 4 are too large/);
  await named({ maxLength: 16 });
  await refusal(/its model has maxLength 16, the run's experiment has 8/);
  const larger = { ...shape, vocabulary: 6 };
  await run.writeWeights(larger, initialParameters(larger, 1), null);
  await refusal(/the model has 6 words and 2 classes, the run has 5 and 2/);
  truncateSync(run.path('weights'), 2000);
  await refusal(/not a sound safetensors file/);
  copyFileSync(run.path('record'), run.path('weights'));
  await refusal(/not a sound safetensors file/);
});

test('rejects a run whose experiment describes another model, such as one that no memory holds', async () => {
  const run = await runWithWeights();
  const stored = readFileSync(run.path('experiment'), 'utf8');
  writeFileSync(run.path('experiment'), stored.replace('"width": 4', '"width": 100000'));
  await expect(loadRunModel(run.directory)).rejects.toThrow(/its model has width 4, the run's experiment has 100000/);
});
