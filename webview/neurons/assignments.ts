import type { CorpusLabel, Explanation, ExplainedNeuron } from '../../src/protocol/neurons.ts';

/** What the list of assignments is filtered by; null: not by that. */
export interface AssignmentFilter {
  readonly label: 'monosemantic' | 'polysemantic' | null;
  /** Over the test split. */
  readonly corpusLabel: CorpusLabel | null;
  /** Position of a token that must have the neuron. */
  readonly token: number | null;
  /** A neuron's number, also after that of its layer (3:120), or a part of one of its tokens. */
  readonly text: string;
}

/** The neurons with tokens that pass, strongest first; `labels` as the evaluation has them, of each layer. */
export function filterAssignments(
  { neurons, tokens }: Pick<Explanation, 'neurons' | 'tokens'>,
  labels: readonly (readonly CorpusLabel[])[] | null,
  filter: AssignmentFilter,
): readonly ExplainedNeuron[] {
  const text = filter.text.trim().toLowerCase();
  return neurons.filter(
    (neuron) =>
      (filter.label === null || neuron.label === filter.label) &&
      (filter.corpusLabel === null || labels?.[neuron.layer]?.[neuron.index] === filter.corpusLabel) &&
      (filter.token === null || neuron.tokens.some(({ token }) => token === filter.token)) &&
      (text === '' || matches(neuron, tokens, text)),
  );
}

function matches({ layer, index, tokens: own }: ExplainedNeuron, tokens: Explanation['tokens'], text: string): boolean {
  return (
    String(index) === text ||
    `${layer + 1}:${index}` === text ||
    own.some(({ token }) => tokens[token]!.text.toLowerCase().includes(text))
  );
}

/** A word among a neuron's tokens. */
export interface Evidence {
  readonly word: string;
  /** Tokens of the word that have the neuron. */
  readonly times: number;
  /** The largest of their activations. */
  readonly activation: number;
}

/** The words of a neuron's tokens, strongest first. */
export function evidenceOf({ tokens: own }: ExplainedNeuron, tokens: Explanation['tokens']): readonly Evidence[] {
  const words = new Map<string, Evidence>();
  for (const { token, activation } of own) {
    const word = tokens[token]!.text;
    const known = words.get(word) ?? { times: 0, activation: 0 };
    words.set(word, { word, times: known.times + 1, activation: Math.max(known.activation, activation) });
  }
  return [...words.values()].sort((a, b) => b.activation - a.activation);
}
