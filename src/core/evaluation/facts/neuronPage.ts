import type { WordInContext } from '../../dataset/wordInContext.ts';
import type { ClassEffect } from './effectByClass.ts';
import type { NeuronFacts } from './neuronFacts.ts';
import type { ActivationPlace } from './quantileLines.ts';

/** A neuron by its number in its layer, both from 0. */
export interface NeuronNumber {
  readonly layer: number;
  readonly index: number;
}

export interface PageLine extends ActivationPlace, WordInContext {
  /** The class of the text. */
  readonly label: string;
}

/** What is known about one neuron over the test split, with the texts of its activations. */
export interface NeuronPage extends NeuronNumber {
  readonly facts: NeuronFacts;
  readonly lines: readonly { readonly quantile: number; readonly lines: readonly PageLine[] }[];
  /** Of each class: the effect on the texts of the random activations. */
  readonly effects: readonly (ClassEffect & { readonly class: string })[];
}

/** The texts on which the effect of a neuron is measured: those of its random activations, by their numbers. */
export function effectTexts({ sample }: Pick<NeuronFacts, 'sample'>): number[] {
  return [...new Set(sample.sentences)].sort((a, b) => a - b);
}

/** The word of an id. */
export type WordOf = (id: number) => string;

/** How a neuron is named: its number, in a model of several layers after that of its layer, from 1. */
export function neuronName({ layer, index }: NeuronNumber, layers: number): string {
  return layers > 1 ? `${layer + 1}:${index}` : String(index);
}
