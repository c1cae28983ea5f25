import type { Activation, LinearBackward } from '../../engine/operations/linear.ts';
import type { Size } from '../../engine/operations/size.ts';
import type { ProgramBuilder } from './builder.ts';
import { gradientOf, type TrainedPart } from './trainedPart.ts';

export function emitLinear(
  builder: ProgramBuilder,
  rows: Size,
  x: string,
  layer: string,
  y: string,
  activation: Activation = 'none',
): void {
  builder.emit({ op: 'linear', rows, x, weight: `${layer}.weight`, bias: `${layer}.bias`, activation, y });
}

/** The gradients of the layer where it is trained, and the one by x where it is asked for. */
export function emitLinearBackward(
  builder: ProgramBuilder,
  { isTrained }: TrainedPart,
  layer: { rows: Size; x: string; name: string; y: string; dY: string; activation?: Activation },
  dX?: NonNullable<LinearBackward['dX']>,
): void {
  const { rows, x, name, y, dY, activation = 'none' } = layer;
  const weight = `${name}.weight`;
  const gradients = isTrained(weight) ? { dWeight: gradientOf(weight), dBias: gradientOf(`${name}.bias`) } : {};
  builder.emit({ op: 'linearBackward', rows, x, weight, activation, y, dY, ...gradients, ...(dX && { dX }) });
}
