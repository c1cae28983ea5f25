import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { exportOnnx } from '../../../../src/core/workflow/exportOnnx.ts';
import { initialParameters } from '../../../../src/core/model/parameters.ts';
import { RunWriter } from '../../../../src/core/runs/runWriter.ts';
import { newRun } from '../runs/newRun.ts';
import { temporaryFolder } from '../runs/temporaryFolder.ts';
import { decodeModel } from '../export/onnx/decodeMessage.ts';

const folder = temporaryFolder();
const sizes = { width: 4, heads: 2, layers: 1, feedForward: 6, maskHidden: 3, maxLength: 8, dropout: 0.1 };
const shape = { vocabulary: 5, classes: 2, ...sizes, pretrained: null };

it('writes the model of a run with the names of its classes', async () => {
  const run = await RunWriter.create(newRun(folder.path('runs')));
  await run.writeWeights(shape, initialParameters(shape, 1), { epoch: 1, accuracy: 0.7, macroF1: 0.7 });
  const path = folder.path('a.onnx');
  await exportOnnx(run.directory, path);
  const model = decodeModel(readFileSync(path));
  expect(model.metadata).toEqual({ classes: '["no","yes"]', maxLength: '8' });
  expect(model.outputs).toEqual([{ name: 'logits', type: 1, sizes: ['batch', 2] }]);
});

it('writes nothing for a run without weights', async () => {
  const run = await RunWriter.create(newRun(folder.path('runs')));
  const path = folder.path('b.onnx');
  await expect(exportOnnx(run.directory, path)).rejects.toThrow(/there are no weights yet/);
  expect(existsSync(path)).toBe(false);
});
