import type { Layer } from './inspection.ts';

/** By layer and neuron, the change of the margin when that neuron alone is off; NaN where it is not known. */
export type EffectsByLayer = readonly Float32Array[];

interface Neuron {
  readonly layer: number;
  readonly index: number;
}

/** Whether the effect of a neuron is known. */
export function isKnown(effects: EffectsByLayer | undefined, { layer, index }: Neuron): boolean {
  return !Number.isNaN(effects?.[layer]?.[index] ?? NaN);
}

/** The effects that are known, and these. */
export function withEffects(
  known: EffectsByLayer | undefined,
  measured: readonly (Neuron & { readonly effect: number })[],
  layers: readonly Pick<Layer, 'neurons'>[],
): EffectsByLayer {
  const effects = layers.map(({ neurons }, l) => known?.[l]?.slice() ?? new Float32Array(neurons).fill(NaN));
  for (const { layer, index, effect } of measured) effects[layer]![index] = effect;
  return effects;
}
