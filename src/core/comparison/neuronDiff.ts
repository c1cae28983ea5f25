import type { NeuronLabel } from '../evaluation/corpusNeurons.ts';
import type { Match } from './matchNeurons.ts';

/** Minimum correlation for two neurons to count as the same (ours). */
export const matchThreshold = 0.5;

/** A neuron over the corpus, from the evaluation of its run. */
export interface ComparedNeuron {
  readonly index: number;
  readonly label: NeuronLabel;
  /** A few words of its strongest activations, most frequent first. */
  readonly words: readonly string[];
}

/** A neuron of the first model and its counterpart in the second. One of the two is null if there is no counterpart. */
export interface NeuronPair {
  /** From 0. */
  readonly layer: number;
  readonly from: ComparedNeuron | null;
  readonly to: ComparedNeuron | null;
  /** null if they are paired by index alone, or one is missing. */
  readonly correlation: number | null;
}

/** The class of a neuron; `none`: it has no counterpart. */
export const neuronStates = ['monosemantic', 'polysemantic', 'dead', 'none'] as const;
export type NeuronState = (typeof neuronStates)[number];

/** Counts of pairs: rows are states in the first model, columns states in the second, both in the order of `neuronStates`. */
export type Transitions = readonly (readonly number[])[];

export interface LayerNeurons {
  readonly layer: number;
  readonly from: readonly ComparedNeuron[];
  readonly to: readonly ComparedNeuron[];
}

/**
 * Pairs the neurons of a layer of two models: first those whose correlation is at least `matchThreshold`, highest first. If both models had
 * the same initial weights (`sameStart`), unmatched neurons with the same index are paired if one of them is dead. All others have no
 * counterpart.
 */
export function pairNeurons({ layer, from, to }: LayerNeurons, matches: readonly Match[], sameStart: boolean) {
  const pairs: NeuronPair[] = matches
    .filter(({ correlation }) => correlation >= matchThreshold)
    .sort((a, b) => b.correlation - a.correlation)
    .map((match) => ({ layer, from: from[match.from]!, to: to[match.to]!, correlation: match.correlation }));
  const paired = {
    from: new Set(pairs.map((pair) => pair.from!.index)),
    to: new Set(pairs.map((pair) => pair.to!.index)),
  };
  const [before, after] = [
    from.filter(({ index }) => !paired.from.has(index)),
    to.filter(({ index }) => !paired.to.has(index)),
  ];
  const byIndex = new Map(sameStart ? after.map((neuron) => [neuron.index, neuron]) : []);
  for (const neuron of before) {
    const other = byIndex.get(neuron.index);
    const isSame = other && (neuron.label === 'dead' || other.label === 'dead');
    pairs.push({ layer, from: neuron, to: isSame ? other : null, correlation: null });
    if (isSame) paired.to.add(other.index);
  }
  const unmatched = after.filter(({ index }) => !paired.to.has(index));
  return [...pairs, ...unmatched.map((neuron): NeuronPair => ({ layer, from: null, to: neuron, correlation: null }))];
}

export function transitionsOf(pairs: readonly NeuronPair[]): Transitions {
  const counts = neuronStates.map(() => neuronStates.map(() => 0));
  for (const { from, to } of pairs) counts[stateNumber(from)]![stateNumber(to)]!++;
  return counts;
}

const stateNumber = (neuron: ComparedNeuron | null) => neuronStates.indexOf(neuron?.label ?? 'none');

/** The distribution of the correlations of matches. */
export interface Spread {
  readonly count: number;
  /** Number of matches that reach `matchThreshold`. */
  readonly reached: number;
  /** null without matches. */
  readonly median: number | null;
  /** Counts of ten equal bins from 0 to 1; values below 0 are in the first. */
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

function medianOf(sorted: readonly number[]): number {
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle) - 1]!) / 2;
}
