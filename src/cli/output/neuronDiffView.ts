import {
  matchThreshold,
  neuronStates,
  type ComparedNeuron,
  type NeuronPair,
} from '../../core/comparison/neuronDiff.ts';
import type { NeuronComparison } from '../../core/workflow/compareNeurons.ts';
import { colors } from './colors.ts';
import { heading } from './comparisonView.ts';
import { counted, decimals, grouped, percent } from '../../common/format.ts';
import { table } from './table.ts';

/** Maximum number of changed neurons shown; --json has all of them. */
const maxShown = 10;

/** How the neurons of A correspond to those of B. */
export function neuronDiffView(diff: NeuronComparison): string[] {
  const { matched, chance, tokens, texts } = diff;
  const reached = `${grouped(matched.reached)} of ${grouped(matched.count)} (${percent(matched.count ? matched.reached / matched.count : null)})`;
  return [
    ...heading(
      'neurons',
      `matched by the correlation of their activations over ${grouped(tokens)} tokens of ${counted(texts, 'text')}`,
    ),
    `  matched at ${matchThreshold} or more: ${reached}; with shuffled tokens, by chance: ${grouped(chance.reached)}`,
    `  median correlation of the best match: ${decimals(matched.median, 2)}; by chance: ${decimals(chance.median, 2)}`,
    startLine(diff),
    '',
    ...transitionTable(diff),
    ...changeLines(diff),
  ];
}

function startLine({ sameStart, sameNumber, matched }: NeuronComparison): string {
  if (!sameStart) return '  the runs had different initial weights: neurons with the same number are unrelated';
  return `  the runs had the same initial weights: ${grouped(sameNumber)} of the ${grouped(matched.reached)} kept their number`;
}

const names = { monosemantic: 'monosemantic', polysemantic: 'polysemantic', dead: 'dead', none: 'no match' } as const;

function transitionTable({ transitions }: NeuronComparison): string[] {
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  const heads = neuronStates.map((state) => colors.bold(names[state]));
  const rows = transitions.map((counts, row) => [
    `  ${row === neuronStates.length - 1 ? 'no match in A' : names[neuronStates[row]!]}`,
    ...counts.map((count, column) => shown(count, row, column)),
    colors.dim(grouped(sum(counts))),
  ]);
  const totals = neuronStates.map((_, column) => colors.dim(grouped(sum(transitions.map((row) => row[column]!)))));
  return table([...rows, [colors.dim('  all'), ...totals]], 'lrrrrr', {
    header: ['  in A ↓ · in B →', ...heads, colors.dim('all')],
  });
}

function shown(count: number, row: number, column: number): string {
  if (count === 0) return colors.dim(row === neuronStates.length - 1 && row === column ? '' : '0');
  return row === column ? grouped(count) : colors.yellow(grouped(count));
}

/** Matched neurons whose class changed, highest correlation first. */
function changeLines({ pairs }: NeuronComparison): string[] {
  const changed = pairs.filter(({ from, to, correlation }) => correlation !== null && from!.label !== to!.label);
  if (changed.length === 0) return [];
  const layers = new Set(pairs.map(({ layer }) => layer)).size;
  const rows = changed.slice(0, maxShown).map((pair) => changeRow(pair, layers));
  const rest = changed.length - rows.length;
  return [
    '',
    ...heading('changed class', 'highest correlation first, each with the words of its strongest activations'),
    ...table(rows, 'rrlrl', { header: ['  correlation', 'in A', '', '', 'in B'] }),
    ...(rest > 0 ? [colors.dim(`  and ${grouped(rest)} more: --json has all of them`)] : []),
  ];
}

function changeRow({ layer, from, to, correlation }: NeuronPair, layers: number): string[] {
  const number = ({ index }: ComparedNeuron) => `${layers > 1 ? `${layer + 1}:` : ''}${index}`;
  const side = (neuron: ComparedNeuron) => [number(neuron), `${short[neuron.label]} ${neuron.words.join(' · ')}`];
  return [decimals(correlation, 2), ...side(from!), ...side(to!)];
}

const short = { monosemantic: colors.green('mono'), polysemantic: colors.yellow('poly'), dead: colors.dim('dead') };
