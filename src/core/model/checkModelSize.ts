import { totalmem } from 'node:os';
import { UserError } from '../../common/userError.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { ModelShape } from './modelShape.ts';
import { elements, parameterSpecs } from './parameters.ts';

/** A parameter, its gradient and Adam's two moments, in float32. */
const bytesPerParameter = 16;
const gibibyte = 2 ** 30;

/** What wasm addresses with 32 bits. */
const wasmBytes = 4 * gibibyte;

/**
 * Call this before a model is made. Errors: UserError if training the parameters alone takes more memory than the device can have.
 * `memoryBytes`: of this machine.
 */
export function checkModelSize(shape: ModelShape, device: Experiment['device'], memoryBytes = totalmem()): void {
  const bytes = bytesPerParameter * parameterCount(shape);
  const allowed = device === 'wasm' ? Math.min(wasmBytes, memoryBytes) : memoryBytes;
  if (bytes <= allowed) return;
  const inGibibytes = (of: number) => `${(of / gibibyte).toFixed(1)} GiB`;
  throw new UserError(
    `training this model takes at least ${inGibibytes(bytes)} for its parameters; ${device === 'wasm' ? 'the wasm device' : 'this machine'} has ${inGibibytes(allowed)}`,
    `Lower model.width (${shape.width}), model.feedForward (${shape.feedForward}), model.maskHidden (${shape.maskHidden ?? 0}) or model.layers (${shape.layers}).`,
  );
}

/** Without a list of all layers, of which a file may name any number. */
function parameterCount(shape: ModelShape): number {
  const countWith = (layers: number) =>
    parameterSpecs({ ...shape, layers }).reduce((sum, spec) => sum + elements(spec.shape), 0);
  const withoutLayers = countWith(0);
  return withoutLayers + shape.layers * (countWith(1) - withoutLayers);
}
