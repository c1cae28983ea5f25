import { activationText, decimals, grouped, percent, signed, wholePercent } from '../../common/format.ts';
import { neuronName, type NeuronPage, type PageLine, type WordOf } from '../evaluation/facts/neuronPage.ts';
import { html, type Content, type Html } from './html.ts';
import { table } from './table.ts';

/** Pages of some neurons of a run. */
export interface ReportNeurons {
  readonly pages: readonly NeuronPage[];
  readonly wordOf: WordOf;
  /** Number of all neurons, and of layers. */
  readonly neurons: number;
  readonly layers: number;
}

/** The neurons whose labels predict best where they fire: a table, and below it what each one stands for. */
export function neuronsSection({ pages, wordOf, neurons, layers }: ReportNeurons): Html {
  const idOf = ({ layer, index }: NeuronPage) => `neuron-${layer + 1}-${index}`;
  const label = ({ facts }: NeuronPage) => facts.wordLabel?.words.map(wordOf).join(' · ') ?? '';
  return html`<h2>Neurons and what they stand for</h2>
    <p class="quiet">
      The ${pages.length} of ${grouped(neurons)} neurons whose labels predict best where they fire. A label is made of a
      neuron's three strongest word types on one half of the test texts; its average precision is measured on the other
      half, compared with a random order.
    </p>
    ${table(
      ['neuron', 'label', 'average precision', 'random order', 'purity', 'tokens'],
      pages.map((page) => [
        html`<a href="#${idOf(page)}">${neuronName(page, layers)}</a>`,
        label(page),
        decimals(page.facts.wordLabel?.averagePrecision, 2),
        decimals(page.facts.wordLabel?.random, 2),
        percent(page.facts.types[0]?.share),
        grouped(page.facts.fires),
      ]),
      'words',
    )}
    ${pages.map(
      (page) =>
        html`<details id="${idOf(page)}">
          <summary>Neuron ${neuronName(page, layers)}: ${label(page)}</summary>
          ${pageOf(page, wordOf)}
        </details>`,
    )}`;
}

function pageOf({ facts, lines, effects }: NeuronPage, wordOf: WordOf): Html {
  const types = facts.types.map(({ word, share }) => `${wordOf(word)} ${percent(share)}`).join(', ');
  return html`<p class="quiet">Word types, by their share of its activation: ${types}</p>
    ${table(
      ['predicted class', 'mean activation', 'margin without it', 'texts'],
      effects.map(({ class: name, margin, texts }, c) => [
        name,
        meanText(facts.meanByClass[c]),
        signed(margin, 3),
        texts,
      ]),
    )}
    ${table(
      [],
      lines.flatMap(({ quantile, lines: places }) => places.map((line, i) => cellsOf(line, i === 0 ? quantile : null))),
      'words',
    )}`;
}

function meanText(mean: number | null | undefined): string {
  return mean == null ? decimals(null, 2) : activationText(Math.max(0, mean));
}

/** `quantile`: of the first of its lines; null for the others. */
function cellsOf({ value, before, word, after, label }: PageLine, quantile: number | null): Content[] {
  const name = quantile === null ? '' : quantile === 1 ? 'strongest' : `${wholePercent(quantile)} quantile`;
  const text = html`${before}<strong>${word}</strong>${after} <span class="quiet">${label}</span>`;
  return [name, activationText(value), text];
}
