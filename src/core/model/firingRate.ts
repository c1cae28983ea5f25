import type { ProgramBuilder } from './builder.ts';
import type { ModelShape } from './modelShape.ts';

/** Target firing rates of the neurons of each block: `highest` for the first of `groups` equal groups, half as much for each further one. */
export interface FiringRate {
  readonly highest: number;
  readonly groups: number;
}

/** Steps over which firings are counted before biases change. */
const intervalSteps = 10;
/** By how much they change, as a share of a neuron's largest activation. */
const changeShare = 0.03;

/** [3, F]: what was counted since the biases last changed, see `CountFiring`. */
const firingOf = (layer: number) => `layers.${layer}.firing`;

/** The buffers with the counts, which a resumed training needs. */
export function firingBuffers({ layers, feedForward }: ModelShape): { name: string; shape: [number, number] }[] {
  return Array.from({ length: layers }, (_, layer) => ({ name: firingOf(layer), shape: [3, feedForward] }));
}

/** Emits the counts of a training step, or a part of it, after its forward pass. */
export function emitFiringCounts(builder: ProgramBuilder, shape: ModelShape): void {
  firingBuffers(shape).forEach(({ name, shape: dims }, layer) => {
    builder.emit({ op: 'countFiring', x: `layers.${layer}.hidden`, firing: builder.state(name, ...dims) });
  });
}

/** Emits the change of the biases after Adam's step. */
export function emitBiasSteering(builder: ProgramBuilder, shape: ModelShape, { highest, groups }: FiringRate): void {
  for (let layer = 0; layer < shape.layers; layer++) {
    const bias = `layers.${layer}.ff.linear1.bias`;
    builder.emit({
      op: 'steerBias',
      firing: firingOf(layer),
      bias,
      every: intervalSteps,
      highest,
      groups,
      size: changeShare,
    });
  }
}
