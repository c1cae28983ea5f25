import { expect, it } from 'vitest';
import { maskedEmbedding } from '../../../../src/core/export/maskedEmbedding.ts';
import { makeBatch } from '../../../../src/core/model/batch.ts';
import { loadModel } from '../../../../src/core/model/loadModel.ts';
import type { ModelShape } from '../../../../src/core/model/modelShape.ts';
import { initialParameters } from '../../../../src/core/model/parameters.ts';
import { safrProgram } from '../../../../src/core/model/safrProgram.ts';
import { openTensorflowDevice } from '../../../../src/engine/tensorflow/device.ts';

const sizes = { width: 6, heads: 2, layers: 1, feedForward: 6, maxLength: 8, dropout: 0 };

it.each([5, null])('is what the model computes from ids, with a mask of width %j', async (maskHidden) => {
  const shape: ModelShape = { vocabulary: 7, classes: 2, ...sizes, maskHidden, pretrained: null };
  const parameters = initialParameters(shape, 3);
  const table = maskedEmbedding(shape, parameters);
  const device = await openTensorflowDevice();
  const executor = await loadModel(device, safrProgram(shape), shape, parameters);
  const ids = Int32Array.of(0, 1, 2, 3, 4, 5, 6);
  await executor.run('explain', makeBatch([{ ids, label: 0 }], { padding: 'none' }));
  const masked = await executor.read('masked');
  await executor.close();
  await device.close();
  expect(Math.max(...masked.map((value, i) => Math.abs(value - table[i]!)))).toBeLessThan(1e-6);
});
