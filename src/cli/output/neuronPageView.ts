import { activationText, counted, decimals, grouped, percent, signed, wholePercent } from '../../common/format.ts';
import { printable } from '../../common/printable.ts';
import type { NeuronFacts } from '../../core/evaluation/facts/neuronFacts.ts';
import { neuronName, type NeuronPage, type PageLine, type WordOf } from '../../core/evaluation/facts/neuronPage.ts';
import type { NeuronSummary } from '../../core/workflow/neuronSummaries.ts';
import { colors } from './colors.ts';
import { table } from './table.ts';

const short = { monosemantic: colors.green('mono'), polysemantic: colors.yellow('poly'), dead: colors.dim('dead') };

/** What is shown: the neurons of a model with some layers, or the features of an autoencoder. */
export interface ShownUnits {
  readonly layers: number;
  readonly unit: 'neuron' | 'feature';
}

/** A line per neuron. */
export function neuronListView(neurons: readonly NeuronSummary[], { layers, unit }: ShownUnits): string[] {
  const head = [unit as string, 'label', 'predicts', 'random', 'purity', 'tokens', ''].map(colors.dim);
  const rows = neurons.map((neuron) => [
    colors.bold(neuronName(neuron, layers)),
    printable(neuron.words.join(' · ')),
    decimals(neuron.averagePrecision, 2),
    colors.dim(decimals(neuron.random, 2)),
    percent(neuron.purity),
    grouped(neuron.fires),
    short[neuron.corpus],
  ]);
  return table(rows, 'rlrrrrl', { header: head });
}

/** All about one neuron. `wordOf`: of a word id. */
export function neuronPageView(page: NeuronPage, { layers, unit }: ShownUnits, wordOf: WordOf): string[] {
  const { facts, lines, effects } = page;
  const head = `${colors.bold(`${unit} ${neuronName(page, layers)}`)}  ${short[facts.label]}`;
  if (facts.fires === 0) return [head, '  never fires on the test split'];
  return [
    head,
    ...labelLines(facts, wordOf),
    `  fires on ${counted(facts.fires, 'token')}; purity ${percent(facts.types[0]!.share)}`,
    '',
    colors.bold('  word types, by their share of its activation'),
    `  ${facts.types.map(({ word, share }) => `${printable(wordOf(word))} ${percent(share)}`).join(' · ')}`,
    ...lines.flatMap(({ quantile, lines: places }) => [
      '',
      colors.bold(`  ${quantileName(quantile)}`),
      ...lineRows(places),
    ]),
    '',
    colors.bold('  by predicted class'),
    ...table(
      effects.map(({ class: name, texts, margin }, c) => [
        `  ${printable(name)}`,
        facts.meanByClass[c] === null ? decimals(null, 0) : activationText(Math.max(0, facts.meanByClass[c]!)),
        signed(margin, 3),
        grouped(texts),
      ]),
      'lrrr',
      { header: ['', 'mean activation', 'margin without it', 'texts'].map(colors.dim) },
    ),
  ];
}

function labelLines({ wordLabel }: NeuronFacts, wordOf: WordOf): string[] {
  if (!wordLabel) return [];
  const { words, averagePrecision, random } = wordLabel;
  const precision = `average precision ${decimals(averagePrecision, 2)}; random order ${decimals(random, 2)}`;
  return [
    `  label: ${words.map((id) => printable(wordOf(id))).join(' · ')}  ${colors.dim(`predicts where it fires: ${precision}`)}`,
  ];
}

/** Of the lines around a quantile. */
export function quantileName(quantile: number): string {
  return quantile === 1 ? 'strongest activations' : `around its ${wholePercent(quantile)} quantile`;
}

function lineRows(lines: readonly PageLine[]): string[] {
  return lines.map(({ value, before, word, after, label }) => {
    const text = `${printable(before)}${colors.underline(printable(word))}${printable(after)}`;
    return `  ${activationText(value).padStart(6)}  ${text}  ${colors.dim(printable(label))}`;
  });
}
