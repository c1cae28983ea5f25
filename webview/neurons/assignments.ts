import type { CorpusLabel, Explanation, ExplainedNeuron } from '../../src/protocol/neurons.ts';

/** What the list of assignments is filtered by; null: not by that. */
export interface AssignmentFilter {
  readonly label: 'monosemantic' | 'polysemantic' | null;
  /** Over the test split. */
  readonly corpusLabel: CorpusLabel | null;
  /** Position of a token; one of its word must have the neuron. */
  readonly token: number | null;
  /** A neuron's number, also after that of its layer (3:120), or a part of one of its words. */
  readonly text: string;
}

/** The neurons with tokens that pass, strongest first; `labels` as the evaluation has them, of each layer. */
export function filterAssignments(
  { neurons, tokens, words }: Pick<Explanation, 'neurons' | 'tokens' | 'words'>,
  labels: readonly (readonly CorpusLabel[])[] | null,
  filter: AssignmentFilter,
): readonly ExplainedNeuron[] {
  const text = filter.text.trim().toLowerCase();
  const wordOf = (token: number) => tokens[token]?.word;
  return neurons.filter(
    (neuron) =>
      (filter.label === null || neuron.label === filter.label) &&
      (filter.corpusLabel === null || labels?.[neuron.layer]?.[neuron.index] === filter.corpusLabel) &&
      (filter.token === null || neuron.tokens.some(({ token }) => wordOf(token) === wordOf(filter.token!))) &&
      (text === '' || matches(neuron, (token) => words[tokens[token]!.word]!.text, text)),
  );
}

function matches({ layer, index, tokens }: ExplainedNeuron, wordOf: (token: number) => string, text: string): boolean {
  return (
    String(index) === text ||
    `${layer + 1}:${index}` === text ||
    tokens.some(({ token }) => wordOf(token).toLowerCase().includes(text))
  );
}

/** A word, or a piece of one, among a neuron's tokens. */
export interface Evidence {
  readonly word: string;
  /** Tokens of this form that have the neuron. */
  readonly times: number;
  /** The largest of their activations. */
  readonly activation: number;
}

/** The words of a neuron's tokens, strongest first. */
export function evidenceOf({ tokens: own }: ExplainedNeuron, tokens: Explanation['tokens']): readonly Evidence[] {
  const words = new Map<string, Evidence>();
  for (const { token, activation } of own) {
    const word = tokens[token]!.inWord;
    const known = words.get(word) ?? { times: 0, activation: 0 };
    words.set(word, { word, times: known.times + 1, activation: Math.max(known.activation, activation) });
  }
  return [...words.values()].sort((a, b) => b.activation - a.activation);
}
