import type { Accumulate, Adam, AdamRows, ClipGradients } from '../../operations/adam.ts';
import type { BufferMap } from '../bufferMap.ts';
import { call, control } from '../command.ts';
import type { Lowering } from './lowering.ts';

export const accumulate: Lowering<Accumulate> = (o, b) =>
  call('accumulate', { ...b.extent(o.x), ...b.addresses(o, 'x', 'sum'), add: o.add });

export const clipGradients: Lowering<ClipGradients> = (o, b) => {
  const shared = { total: control.squares, partial: b.partial };
  const squares = o.gradients.map(({ buffer, scale }, i) =>
    call('addSquares', { ...b.extent(buffer), x: b.address(buffer), scale, add: i > 0, ...shared }),
  );
  return [...squares, call('clipFactor', { total: control.squares, maxNorm: o.maxNorm, norm: b.address(o.norm) })];
};

export const adam: Lowering<Adam> = (o, b) => {
  const { rows, width } = b.extent(o.parameter);
  return call('adam', { count: (rows as number) * width, ...adamArguments(o, b) });
};

export const adamRows: Lowering<AdamRows> = (o, b) =>
  call('adamRows', {
    rows: b.dimension(o.parameter, 0),
    width: b.width(o.parameter),
    scale: o.scale,
    types: 'types',
    typeIds: b.address(o.types),
    ...adamArguments(o, b),
  });

function adamArguments(o: Adam | AdamRows, b: BufferMap) {
  return {
    ...b.addresses(o, 'parameter', 'gradient', 'firstMoment', 'secondMoment', 'norm'),
    beta1: o.beta1,
    beta2: o.beta2,
    epsilon: o.epsilon,
    weightDecay: o.weightDecay ?? 0,
    learningRateFactor: o.learningRateFactor ?? 1,
    step: 'step',
    learningRate: 'learningRate',
  } as const;
}
