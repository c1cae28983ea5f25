import type { ExplainedNeuron, ExplainedToken, Explanation } from '../../core/explanation/explanation.ts';
import { colors } from './colors.ts';
import { counted, decimals, grouped, percent } from './figures.ts';
import { shadedTokens } from './shadedTokens.ts';
import { table } from './table.ts';

/** Lines shown of each list; the rest is in --json. */
const most = { pairs: 5, neurons: 10, sharing: 8 };

/** An explanation for the terminal, at most `columns` wide where its words allow. */
export function explanationView(explanation: Explanation, columns: number): string[] {
  const { predicted, probabilities, tokens, unread } = explanation;
  const others = probabilities.map(({ class: name, probability }) => `${name} ${percent(probability)}`);
  return [
    `${colors.bold(predicted)}  ${colors.dim(`(${others.join(', ')})`)}`,
    '',
    ...heading('tokens', tokens[0]?.keep === null ? 'this model has no mask' : 'by keep probability'),
    ...shadedTokens(tokens, columns),
    ...(unread > 0 ? [colors.dim(`${counted(unread, 'more token')} beyond the length that the model reads`)] : []),
    '',
    ...pairLines(explanation),
    ...neuronLines(explanation),
  ];
}

const heading = (name: string, remark: string) => [`${colors.bold(name)}  ${colors.dim(remark)}`];

function pairLines({ pairs, tokens }: Explanation): string[] {
  if (pairs.length === 0) return [];
  const rows = pairs
    .slice(0, most.pairs)
    .map(({ first, second, score }) => [`  ${decimals(score, 3)}`, `${tokens[first]!.text} · ${tokens[second]!.text}`]);
  return [...heading('pairs', 'by mean attention both ways'), ...table(rows, 'rl'), ''];
}

function neuronLines({ neurons, counts, tokens }: Explanation): string[] {
  const { unused, monosemantic, polysemantic } = counts;
  const layers = new Set(neurons.map(({ layer }) => layer)).size;
  const rows = neurons
    .slice(0, most.neurons)
    .map((neuron) => [
      `  ${layers > 1 ? `${neuron.layer + 1}:` : ''}${neuron.index}`,
      decimals(neuron.activation, 2),
      neuron.label === 'monosemantic' ? colors.green('mono') : colors.yellow('poly'),
      sharing(neuron, tokens),
    ]);
  const used = `${grouped(monosemantic)} monosemantic, ${grouped(polysemantic)} polysemantic, ${grouped(unused)} unused`;
  return [...heading('neurons', used), ...table(rows, 'rrll')];
}

/** The tokens that have a neuron, most active first. */
function sharing(neuron: ExplainedNeuron, tokens: readonly ExplainedToken[]): string {
  const strongest = neuron.tokens.toSorted((a, b) => b.activation - a.activation);
  const named = strongest.slice(0, most.sharing).map(({ token }) => tokens[token]!.text);
  const rest = neuron.tokens.length - named.length;
  return rest > 0 ? `${named.join(' · ')} and ${rest} more` : named.join(' · ');
}
