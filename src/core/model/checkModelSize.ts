import { totalmem } from 'node:os';
import { UserError } from '../../common/userError.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { ModelShape } from './modelShape.ts';
import { elements, parameterSpecs } from './parameters.ts';
import { trainedPart, type Trainable } from './trainedPart.ts';
import { trainingObjective } from './trainingObjective.ts';

/** A parameter, its gradient and Adam's two moments, in float32; of what is frozen, the parameter alone. */
const [trainedBytes, frozenBytes] = [16, 4];
const gibibyte = 2 ** 30;

/** What wasm addresses with 32 bits. */
const wasmBytes = 4 * gibibyte;

/**
 * Call this before a model is made. Errors: UserError if training the parameters alone takes more memory than the device can have.
 * `memoryBytes`: of this machine.
 */
export function checkModelSize(shape: ModelShape, experiment: Experiment, memoryBytes = totalmem()): void {
  const { device } = experiment;
  const bytes = parameterBytes(shape, trainingObjective(experiment).trainable);
  const allowed = device === 'wasm' ? Math.min(wasmBytes, memoryBytes) : memoryBytes;
  if (bytes <= allowed) return;
  const inGibibytes = (of: number) => `${(of / gibibyte).toFixed(1)} GiB`;
  throw new UserError(
    `training this model takes at least ${inGibibytes(bytes)} for its parameters; ${device === 'wasm' ? 'the wasm device' : 'this machine'} has ${inGibibytes(allowed)}`,
    remedyOf(shape),
  );
}

function remedyOf({ width, feedForward, maskHidden, layers, pretrained }: ModelShape): string {
  return pretrained
    ? 'Set model.trainable to "head" or to a smaller number of blocks, or choose a smaller encoder by model.pretrained.'
    : `Lower model.width (${width}), model.feedForward (${feedForward}), model.maskHidden (${maskHidden ?? 0}) or model.layers (${layers}).`;
}

/** Without a list of all layers, of which a file may name any number. */
function parameterBytes(shape: ModelShape, trainable: Trainable = 'all'): number {
  const trainedLayers = trainable === 'all' ? shape.layers : trainable;
  const bytesWith = (layers: number, trained: Trainable) => {
    const { isTrained } = trainedPart({ ...shape, layers }, trained);
    const bytesOf = (name: string) => (isTrained(name) ? trainedBytes : frozenBytes);
    return parameterSpecs({ ...shape, layers }).reduce(
      (sum, spec) => sum + bytesOf(spec.name) * elements(spec.shape),
      0,
    );
  };
  const outside = bytesWith(0, trainable === 'all' ? 'all' : 0);
  const trainedLayer = bytesWith(1, 'all') - bytesWith(0, 'all');
  const frozenLayer = (trainedLayer / trainedBytes) * frozenBytes;
  return outside + trainedLayers * trainedLayer + (shape.layers - trainedLayers) * frozenLayer;
}
