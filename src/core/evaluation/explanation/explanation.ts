import type { AttributionMethod } from '../attribution/rankingNames.ts';

/** Why a text is classified as it is: plain data, for the terminal, JSON and hovers. */
export interface Explanation {
  readonly predicted: string;
  /** Probability of every class, in the order of the classes. */
  readonly probabilities: readonly { readonly class: string; readonly probability: number }[];
  readonly tokens: readonly ExplainedToken[];
  /** Tokens beyond the model's maxLength, which it does not read. */
  readonly unread: number;
  /** The pairs of highest attention, strongest first. */
  readonly pairs: readonly ExplainedPair[];
  /** Neurons with at least one token, by falling activation. */
  readonly neurons: readonly ExplainedNeuron[];
  /** Neurons of all layers by how many tokens they have: none, exactly one, more. */
  readonly counts: { readonly unused: number; readonly monosemantic: number; readonly polysemantic: number };
}

/** An explanation with the activation of every neuron. */
export interface Inspection {
  readonly explanation: Explanation;
  /** FFN activations of each layer, [tokens, neurons]. */
  readonly activations: readonly Float32Array[];
}

/** The causal effect of each neuron on the prediction of a text (method: causal effect). */
export interface NeuronEffects {
  /** How far the logit of the predicted class is above the next. */
  readonly margin: number;
  /** What its change is when a neuron alone is 0; of each layer, [neurons]. 0 where it fires at no token. */
  readonly effects: readonly Float32Array[];
}

/** A prediction before and after neurons are switched off. */
export interface SwitchedOffText {
  readonly before: Verdict;
  readonly after: Verdict;
  /** How many of the neurons fire in the text: the others change nothing. */
  readonly active: number;
  /** As many random ones of those that fire: change of the margin over so many draws, and how many of these change the class. */
  readonly random: {
    readonly draws: number;
    readonly mean: number;
    readonly deviation: number | null;
    readonly flips: number;
  };
}

export interface Verdict {
  readonly predicted: string;
  readonly probabilities: Explanation['probabilities'];
  /** Of the class that is predicted before: its logit less the largest other one. */
  readonly margin: number;
}

export interface ExplainedToken {
  readonly text: string;
  /** Whether it is in the vocabulary; else the model reads it as <UNK>. */
  readonly known: boolean;
  /** Keep probability of the mask, its importance; null without a mask. */
  readonly keep: number | null;
}

/** Two tokens by place, `first` < `second`; `score` is the mean of their attention both ways, over heads and layers. */
export interface ExplainedPair {
  readonly first: number;
  readonly second: number;
  readonly score: number;
}

export interface ExplainedNeuron {
  /** From 0. */
  readonly layer: number;
  readonly index: number;
  /** monosemantic: one token of this text has it; polysemantic: several share it. */
  readonly label: 'monosemantic' | 'polysemantic';
  /** The largest of its activations below. */
  readonly activation: number;
  /** Places of the tokens that have it, rising, each with the neuron's activation there. */
  readonly tokens: readonly { readonly token: number; readonly activation: number }[];
}

/** What ranks the tokens of a text beside the mask. */
export interface TokenRanking {
  readonly by: AttributionMethod;
  /** Of each token that the model reads: the larger, the more it speaks for the predicted class. */
  readonly scores: readonly number[];
}
