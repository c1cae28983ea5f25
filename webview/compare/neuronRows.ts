import { neuronLabels, type Neuron, type NeuronPair } from '../../src/protocol/compare.ts';

/** What a neuron is; `none`: it has no match. */
export const states = [...neuronLabels, 'none'] as const;
export type State = (typeof states)[number];

export const stateNames: Readonly<Record<State, string>> = {
  monosemantic: 'monosemantic',
  polysemantic: 'polysemantic',
  dead: 'dead',
  none: 'no match',
};

/** A cell of the table of transitions. */
export interface Transition {
  readonly from: State;
  readonly to: State;
}

/** By descending correlation, or by ascending number in one of the two runs. */
export type Sorting = 'correlation' | 'from' | 'to';

export function stateOf(neuron: Neuron | null): State {
  return neuron?.label ?? 'none';
}

/** The pairs of one transition, or all of them, sorted; pairs without what they are sorted by come last. */
export function neuronRows(
  pairs: readonly NeuronPair[],
  transition: Transition | null,
  sorting: Sorting,
): NeuronPair[] {
  const shown = pairs.filter(
    ({ from, to }) => !transition || (stateOf(from) === transition.from && stateOf(to) === transition.to),
  );
  const value = (pair: NeuronPair) =>
    sorting === 'correlation' ? -(pair.correlation ?? -Infinity) : numberOf(pair.layer, pair[sorting]);
  return shown.sort((a, b) => (value(a) === value(b) ? 0 : value(a) - value(b)));
}

/** Orders by layer, then by number in the layer. */
function numberOf(layer: number, neuron: Neuron | null): number {
  return neuron ? layer * 1e6 + neuron.index : Infinity;
}
