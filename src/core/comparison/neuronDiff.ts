import type { NeuronLabel } from '../evaluation/corpusNeurons.ts';
import type { Match } from './matchNeurons.ts';

/** From this correlation on, two neurons count as the same one (ours). */
export const matchThreshold = 0.5;

/** A neuron as its own evaluation has it over the corpus. */
export interface ComparedNeuron {
  readonly index: number;
  readonly label: NeuronLabel;
  /** The words of its strongest activations, most frequent first, a few. */
  readonly words: readonly string[];
}

/** A neuron before and after. Without `to` it has no counterpart in the other model, without `from` it is new there. */
export interface NeuronPair {
  /** From 0. */
  readonly layer: number;
  readonly from: ComparedNeuron | null;
  readonly to: ComparedNeuron | null;
  /** null where they are paired by their number alone, or one is missing. */
  readonly correlation: number | null;
}

/** What a neuron is or becomes; `none`: it has no counterpart. */
export const neuronStates = ['monosemantic', 'polysemantic', 'dead', 'none'] as const;
export type NeuronState = (typeof neuronStates)[number];

/** Counts: rows are what neurons were, columns what they became, both in the order of `neuronStates`. */
export type Transitions = readonly (readonly number[])[];

export interface LayerNeurons {
  readonly layer: number;
  readonly from: readonly ComparedNeuron[];
  readonly to: readonly ComparedNeuron[];
}

/**
 * The neurons of a layer before and after: those that match at `matchThreshold` or more; where both models began with the same weights,
 * a dead neuron with that of its number, if that is dead or unmatched; all others by themselves. Highest correlations first.
 */
export function pairNeurons({ layer, from, to }: LayerNeurons, matches: readonly Match[], sameStart: boolean) {
  const pairs: NeuronPair[] = matches
    .filter(({ correlation }) => correlation >= matchThreshold)
    .sort((a, b) => b.correlation - a.correlation)
    .map((match) => ({ layer, from: from[match.from]!, to: to[match.to]!, correlation: match.correlation }));
  const taken = {
    from: new Set(pairs.map((pair) => pair.from!.index)),
    to: new Set(pairs.map((pair) => pair.to!.index)),
  };
  const [before, after] = [
    from.filter(({ index }) => !taken.from.has(index)),
    to.filter(({ index }) => !taken.to.has(index)),
  ];
  const ofNumber = new Map(sameStart ? after.map((neuron) => [neuron.index, neuron]) : []);
  for (const neuron of before) {
    const other = ofNumber.get(neuron.index);
    const isSame = other && (neuron.label === 'dead' || other.label === 'dead');
    pairs.push({ layer, from: neuron, to: isSame ? other : null, correlation: null });
    if (isSame) taken.to.add(other.index);
  }
  const fresh = after.filter(({ index }) => !taken.to.has(index));
  return [...pairs, ...fresh.map((neuron): NeuronPair => ({ layer, from: null, to: neuron, correlation: null }))];
}

export function transitionsOf(pairs: readonly NeuronPair[]): Transitions {
  const counts = neuronStates.map(() => neuronStates.map(() => 0));
  for (const { from, to } of pairs) counts[stateNumber(from)]![stateNumber(to)]!++;
  return counts;
}

const stateNumber = (neuron: ComparedNeuron | null) => neuronStates.indexOf(neuron?.label ?? 'none');

/** How the correlations of matches are spread. */
export interface Spread {
  readonly count: number;
  /** Those that reach `matchThreshold`. */
  readonly reached: number;
  /** null where there are none. */
  readonly median: number | null;
  /** Counts of ten equal bins from 0 to 1; what is below 0 is in the first. */
  readonly bins: readonly number[];
}

export function spreadOf(matches: readonly Match[]): Spread {
  const values = matches.map(({ correlation }) => correlation).sort((a, b) => a - b);
  const bins = Array.from({ length: 10 }, () => 0);
  for (const value of values) bins[Math.min(9, Math.max(0, Math.floor(10 * value)))]!++;
  return {
    count: values.length,
    reached: values.filter((value) => value >= matchThreshold).length,
    median: values.length === 0 ? null : medianOf(values),
    bins,
  };
}

function medianOf(rising: readonly number[]): number {
  const middle = rising.length / 2;
  return (rising[Math.floor(middle)]! + rising[Math.ceil(middle) - 1]!) / 2;
}
