import type { TextWord } from '../../dataset/textWord.ts';
import type { AttributionMethod } from '../attribution/rankingNames.ts';

/** The explanation of a prediction without its neurons, which are most of it: what a hover shows. */
export interface ExplanationSummary {
  readonly predicted: string;
  /** Probability of every class, in the order of the classes. */
  readonly probabilities: readonly { readonly class: string; readonly probability: number }[];
  /** In the order of the classes. */
  readonly logits: readonly number[];
  readonly tokens: readonly ExplainedToken[];
  /** What people read in place of the tokens; as many where every token is a word. */
  readonly words: readonly ExplainedWord[];
  /** How many of the tokens are of the first text of a pair; left out for a single text. */
  readonly boundary?: number | undefined;
  /** Number of tokens beyond the model's maxLength, which it does not read. */
  readonly unread: number;
  /** The pairs of words of highest attention, strongest first. */
  readonly pairs: readonly ExplainedPair[];
  /** Numbers of neurons of all layers that are allocated to no token, exactly one, or several. */
  readonly counts: { readonly unused: number; readonly monosemantic: number; readonly polysemantic: number };
}

/** The explanation of a prediction, as plain data for the terminal and JSON. */
export interface Explanation extends ExplanationSummary {
  /** Neurons that are allocated to at least one token, by descending activation. */
  readonly neurons: readonly ExplainedNeuron[];
}

/** An explanation with the tokens that the model does not read and the activation of every neuron. */
export interface Inspection {
  readonly explanation: Explanation;
  readonly unread: readonly string[];
  /** FFN activations of each layer, [tokens, neurons]. */
  readonly activations: readonly Float32Array[];
  /** Attention heads of a layer. */
  readonly heads: number;
}

/** The attention of one layer, or of one of its heads; both from 0. */
export interface AttentionPart {
  readonly layer: number;
  /** null: the mean of all heads. */
  readonly head: number | null;
}

/** A part of the attention on a text. */
export interface Attention {
  /** The pairs of words of highest attention, strongest first. */
  readonly pairs: readonly ExplainedPair[];
  /** How much each token (row) attends to each token (column): [tokens, tokens]. */
  readonly weights: Float32Array;
}

/** The causal effect of neurons on the prediction of a text (docs/measures.md: Neurons). */
export interface NeuronEffects {
  /** The logit of the predicted class minus the largest other one. */
  readonly margin: number;
  /** The change of the margin when a single neuron is set to 0, for each layer: [neurons]. NaN for neurons that were not asked for. */
  readonly effects: readonly Float32Array[];
}

/** A prediction before and after neurons are switched off. */
export interface SwitchedOffText {
  readonly before: Verdict;
  readonly after: Verdict;
  /** How many of the neurons fire in the text. */
  readonly active: number;
  /** The same number of random neurons that fire: the change of the margin over several draws, and how many draws change the class. */
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
  /** The logit of the class that was predicted before, minus the largest other one. */
  readonly margin: number;
}

export interface ExplainedToken {
  readonly text: string;
  /** Of its word type. */
  readonly id: number;
  /** Where it starts and ends (exclusive) in the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** Whether it is in the vocabulary; otherwise the model reads it as <UNK>. */
  readonly known: boolean;
  /** Its keep probability, which is its importance; null without a mask. */
  readonly keep: number | null;
  /** The number of its word. */
  readonly word: number;
  /** As lists show it: its word, with the token in brackets where it is only a piece, such as "worth[less]". */
  readonly inWord: string;
}

/** A word of the text: its token, or the tokens that are its pieces. */
export interface ExplainedWord extends TextWord {
  /** Whether all of its pieces are in the vocabulary. */
  readonly known: boolean;
  /** The largest keep probability of its pieces; null without a mask. */
  readonly keep: number | null;
}

/**
 * The numbers of two words, `first` < `second`; `score` is the mean of their attention in both directions, over heads and layers; that of
 * words of several pieces is the largest of their pieces.
 */
export interface ExplainedPair {
  readonly first: number;
  readonly second: number;
  readonly score: number;
}

export interface ExplainedNeuron {
  /** From 0. */
  readonly layer: number;
  readonly index: number;
  /** monosemantic: allocated to one token of this text; polysemantic: to several. */
  readonly label: 'monosemantic' | 'polysemantic';
  /** The largest of its activations below. */
  readonly activation: number;
  /** Positions of the tokens that it is allocated to, ascending, with its activation there. */
  readonly tokens: readonly { readonly token: number; readonly activation: number }[];
}

/** A ranking of the tokens of a text that does not use the mask. */
export interface TokenRanking {
  readonly by: AttributionMethod;
  /** One score for each token that the model reads: the larger, the more it supports the predicted class. */
  readonly scores: readonly number[];
  /** One for each word: the largest of its pieces. */
  readonly words: readonly number[];
  /** Standard error of the score of each word; only for Shapley values, which are sampled. */
  readonly errors?: readonly number[];
}
