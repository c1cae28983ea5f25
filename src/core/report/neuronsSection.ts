import { activationText, decimals, grouped, percent, signed, wholePercent } from '../../common/format.ts';
import { neuronName, type NeuronPage, type PageLine, type WordOf } from '../evaluation/facts/neuronPage.ts';
import { html, type Html } from './html.ts';

/** Pages of some neurons of a run. */
export interface ReportNeurons {
  readonly pages: readonly NeuronPage[];
  readonly wordOf: WordOf;
  /** Number of all neurons, and of layers. */
  readonly neurons: number;
  readonly layers: number;
}

/** The neurons whose labels foretell best where they fire: a table, and below it what each one stands for. */
export function neuronsSection({ pages, wordOf, neurons, layers }: ReportNeurons): Html {
  const idOf = ({ layer, index }: NeuronPage) => `neuron-${layer + 1}-${index}`;
  const label = ({ facts }: NeuronPage) => facts.wordLabel?.words.map(wordOf).join(' · ') ?? '';
  return html`<h2>Neurons and what they stand for</h2>
    <p class="quiet">
      The ${pages.length} of ${grouped(neurons)} neurons whose labels foretell best where they fire. A label is made of
      a neuron's three strongest word types on one half of the test texts; its average precision is measured on the
      other half, compared with a random order.
    </p>
    <table class="words">
      <thead>
        <tr>
          <th>neuron</th>
          <th>label</th>
          <th>average precision</th>
          <th>random order</th>
          <th>purity</th>
          <th>tokens</th>
        </tr>
      </thead>
      <tbody>
        ${pages.map(
          (page) =>
            html`<tr>
              <th><a href="#${idOf(page)}">${neuronName(page, layers)}</a></th>
              <td>${label(page)}</td>
              <td>${decimals(page.facts.wordLabel?.averagePrecision, 2)}</td>
              <td>${decimals(page.facts.wordLabel?.random, 2)}</td>
              <td>${percent(page.facts.types[0]?.share)}</td>
              <td>${grouped(page.facts.fires)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
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
    <table>
      <thead>
        <tr>
          <th>predicted class</th>
          <th>mean activation</th>
          <th>margin without it</th>
          <th>texts</th>
        </tr>
      </thead>
      <tbody>
        ${effects.map(
          ({ class: name, margin, texts }, c) =>
            html`<tr>
              <th>${name}</th>
              <td>${meanText(facts.meanByClass[c])}</td>
              <td>${signed(margin, 3)}</td>
              <td>${texts}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    <table class="words">
      <tbody>
        ${lines.map(({ quantile, lines: places }) => places.map((line, i) => lineRow(line, i === 0 ? quantile : null)))}
      </tbody>
    </table>`;
}

function meanText(mean: number | null | undefined): string {
  return mean == null ? decimals(null, 2) : activationText(Math.max(0, mean));
}

/** `quantile`: where it is the first line of one. */
function lineRow({ value, before, word, after, label }: PageLine, quantile: number | null): Html {
  const name = quantile === null ? '' : quantile === 1 ? 'strongest' : `${wholePercent(quantile)} quantile`;
  return html`<tr>
    <th>${name}</th>
    <td>${activationText(value)}</td>
    <td>${before} <strong>${word}</strong> ${after} <span class="quiet">${label}</span></td>
  </tr>`;
}
