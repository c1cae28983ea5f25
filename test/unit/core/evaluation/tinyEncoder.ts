import { loadModel } from '../../../../src/core/model/loadModel.ts';
import type { Model } from '../../../../src/core/model/model.ts';
import type { ModelShape } from '../../../../src/core/model/modelShape.ts';
import { initialParameters } from '../../../../src/core/model/parameters.ts';
import { safrProgram, type ProgramOptions } from '../../../../src/core/model/safrProgram.ts';
import type { Device } from '../../../../src/engine/device.ts';

const shape: ModelShape = {
  ...{ vocabulary: 30, classes: 3, width: 12, heads: 3, layers: 2, feedForward: 16 },
  ...{ maskHidden: 6, maxLength: 10, dropout: 0.1 },
  pretrained: { positions: 10, segments: 2, activation: 'gelu', epsilon: 1e-12, head: 'tanh' },
};

/** Ids of special tokens: two before a text, one after it. */
export const frame = { start: [1, 3], middle: [2], end: [2], secondSegment: 1 };

/** A BERT of random weights. */
export async function loadTinyEncoder(device: Device, options: ProgramOptions = { attribution: true }): Promise<Model> {
  const parameters = initialParameters(shape, 7);
  for (const [name, values] of parameters) {
    if (!/norm/i.test(name)) for (let i = 0; i < values.length; i++) values[i]! *= 10; // fresh ones hardly tell texts apart
  }
  const executor = await loadModel(device, safrProgram(shape, undefined, options), shape, parameters);
  return { executor, shape, padding: { padding: 'none', frame } };
}
