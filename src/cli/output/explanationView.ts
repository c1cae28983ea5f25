import type {
  ExplainedNeuron,
  ExplainedToken,
  Explanation,
  NeuronEffects,
  TokenRanking,
} from '../../core/evaluation/explanation/explanation.ts';
import type { ExplainDocument } from './documents.ts';
import { colors } from './colors.ts';
import { counted, decimals, grouped, percent, signed } from '../../common/format.ts';
import { printableExplanation } from './printableExplanation.ts';
import { shadedWords, unknownWordsLine } from './shadedWords.ts';
import { table } from './table.ts';

/** Maximum number of entries shown of each list; --json has all of them. */
const maxShown = { pairs: 5, neurons: 10, tokens: 8 };

/**
 * An explanation for the terminal. Lines are at most `columns` wide unless a single word is longer. With `effects`, the neurons are sorted
 * by their effect.
 */
export function explanationView(
  explanation: Explanation,
  columns: number,
  effects: NeuronEffects | null = null,
): string[] {
  const shown = printableExplanation(explanation);
  const { predicted, probabilities, words, boundary, unread } = shown;
  const others = probabilities.map(({ class: name, probability }) => `${name} ${percent(probability)}`);
  return [
    `${colors.bold(predicted)}  ${colors.dim(`(${others.join(', ')})`)}`,
    '',
    ...heading(
      'words',
      words[0]?.keep === null ? 'this model has no mask' : 'by keep probability, high for important words',
    ),
    ...shadedWords(words, columns, boundary),
    ...unknownWordsLine(words),
    ...(unread > 0 ? [colors.dim(`${counted(unread, 'more token')} beyond the length that the model reads`)] : []),
    '',
    ...pairLines(shown),
    ...neuronLines(shown, effects),
  ];
}

const heading = (name: string, remark: string) => [`${colors.bold(name)}  ${colors.dim(remark)}`];

function pairLines({ pairs, words }: Explanation): string[] {
  if (pairs.length === 0) return [];
  const rows = pairs
    .slice(0, maxShown.pairs)
    .map(({ first, second, score }) => [`  ${decimals(score, 3)}`, `${words[first]!.text} · ${words[second]!.text}`]);
  return [...heading('pairs', 'by mean attention both ways'), ...table(rows, 'rl'), ''];
}

function neuronLines({ neurons, counts, tokens }: Explanation, effects: NeuronEffects | null): string[] {
  const { unused, monosemantic, polysemantic } = counts;
  const layers = new Set(neurons.map(({ layer }) => layer)).size;
  const shown = effects ? byEffect(neurons, effects) : neurons;
  const rows = shown
    .slice(0, maxShown.neurons)
    .map((neuron) => [
      `  ${layers > 1 ? `${neuron.layer + 1}:` : ''}${neuron.index}`,
      ...(effects ? [signed(effectOf(neuron, effects), 3)] : []),
      decimals(neuron.activation, 2),
      neuron.label === 'monosemantic' ? colors.green('mono') : colors.yellow('poly'),
      tokensOf(neuron, tokens),
    ]);
  const used = `${grouped(monosemantic)} monosemantic, ${grouped(polysemantic)} polysemantic, ${grouped(unused)} unused`;
  if (!effects) return [...heading('neurons', `${used}; by activation`), ...table(rows, 'rrll')];
  const heads = ['  ', 'effect', 'active', '', 'tokens'].map(colors.dim);
  return [
    ...heading('neurons', used),
    ...table(rows, 'rrrll', { header: heads }),
    colors.dim(`  effect: change of the margin, now ${decimals(effects.margin, 2)}, without the neuron`),
  ];
}

const effectOf = ({ layer, index }: ExplainedNeuron, { effects }: NeuronEffects) => effects[layer]![index]!;

/** Sorted by the size of the effect, largest first, regardless of its sign. */
function byEffect(neurons: readonly ExplainedNeuron[], effects: NeuronEffects): ExplainedNeuron[] {
  const size = (neuron: ExplainedNeuron) => Math.abs(effectOf(neuron, effects));
  return neurons.toSorted((a, b) => size(b) - size(a));
}

/** The JSON document of an explanation, with the effects, the neurons switched off and the ranking if they were requested. */
export function explanationDocument(
  explanation: Explanation,
  effects: NeuronEffects | null,
  switchedOff: ExplainDocument['switchedOff'] | null,
  ranking: TokenRanking | null,
): ExplainDocument {
  const neurons = explanation.neurons.map((neuron) =>
    effects ? { ...neuron, effect: effectOf(neuron, effects) } : neuron,
  );
  return {
    ...explanation,
    ...(effects && { margin: effects.margin }),
    neurons,
    ...(switchedOff && { switchedOff }),
    ...(ranking && { ranking }),
  };
}

/** The tokens that activate a neuron, most active first; pieces of words in brackets. */
function tokensOf(neuron: ExplainedNeuron, tokens: readonly ExplainedToken[]): string {
  const strongest = neuron.tokens.toSorted((a, b) => b.activation - a.activation);
  const named = strongest.slice(0, maxShown.tokens).map(({ token }) => tokens[token]!.inWord);
  const rest = neuron.tokens.length - named.length;
  return rest > 0 ? `${named.join(' · ')} and ${rest} more` : named.join(' · ');
}
