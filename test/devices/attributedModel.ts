import type { Device } from '../../src/engine/device.ts';
import { observeBatch, type Observation } from '../../src/core/evaluation/observe.ts';
import type { Model } from '../../src/core/model/model.ts';
import { makeBatch, type Padding } from '../../src/core/model/batch.ts';
import { loadModel } from '../../src/core/model/loadModel.ts';
import { initialParameters, type Parameters } from '../../src/core/model/parameters.ts';
import { safrProgram } from '../../src/core/model/safrProgram.ts';
import type { ModelShape } from '../../src/core/model/modelShape.ts';

export const shape: ModelShape = {
  vocabulary: 30,
  classes: 3,
  width: 8,
  heads: 2,
  layers: 2,
  feedForward: 12,
  maskHidden: 6,
  maxLength: 9,
  dropout: 0.5, // must not affect attributions
  pretrained: null,
};

/** Margins of several logits, so that a gap of 2 % is visible. */
export function parametersOf(own: ModelShape): Map<string, Float32Array> {
  const parameters = initialParameters(own, 3);
  const classifier = parameters.get('fc.weight')!.map((value) => 20 * value);
  return parameters.set('fc.weight', classifier);
}

/** direction · logits of the normal prediction. */
export async function predictedMargin(
  { executor, padding }: Model,
  ids: readonly number[],
  direction: Float32Array,
): Promise<number> {
  await executor.run('predict', makeBatch([{ ids: Int32Array.from(ids), label: 0 }], padding));
  const logits = await executor.read('logits');
  return logits.reduce((sum, logit, c) => sum + logit * direction[c]!, 0);
}

interface Given {
  readonly own?: ModelShape;
  readonly padding?: Padding;
  readonly parameters?: Parameters;
}

/** A model that can be attributed; the caller closes its executor. */
export async function attributedModel(
  device: Device,
  { own = shape, padding = { padding: 'none' }, parameters = parametersOf(own) }: Given = {},
): Promise<Model> {
  const executor = await loadModel(device, safrProgram(own, undefined, { attribution: true }), own, parameters);
  return { executor, shape: own, padding };
}

export const observed = (model: Model, sentences: readonly (readonly number[])[]): Promise<Observation[]> =>
  observeBatch(
    model,
    sentences.map((ids, index) => ({ index, ids: Int32Array.from(ids), label: 0 })),
  );
