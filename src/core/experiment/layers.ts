/** Which blocks a regularizer takes in, by their numbers from 1, as `safr explain` and the neuron panel number them. */
export type ChosenLayers = 'all' | readonly number[];

/** The chosen blocks by their numbers from 0, in ascending order; undefined: all. */
export function layerIndices(chosen: ChosenLayers): number[] | undefined {
  return chosen === 'all' ? undefined : chosen.map((number) => number - 1).sort((a, b) => a - b);
}

/** Fields of `safr` that choose blocks. */
export const layerFields = ['importanceLayers', 'interactionLayers'] as const;
export type LayerField = (typeof layerFields)[number];

/** The numbers that a model's blocks have, in words. */
export const layerNumbers = (layers: number) => (layers === 1 ? '1' : `1 to ${layers}`);

export interface MissingLayer {
  readonly path: ['safr', LayerField, index: number];
  readonly number: number;
}

/** The first chosen block that a model of so many does not have; undefined: it has all. */
export function missingLayer(
  safr: Readonly<Record<LayerField, ChosenLayers>>,
  layers: number,
): MissingLayer | undefined {
  for (const field of layerFields) {
    const chosen = safr[field];
    const index = chosen === 'all' ? -1 : chosen.findIndex((number) => number > layers);
    if (index !== -1) return { path: ['safr', field, index], number: (chosen as readonly number[])[index]! };
  }
  return undefined;
}
