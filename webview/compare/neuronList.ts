import type { Neuron, NeuronPair, Neurons } from '../../src/protocol/compare.ts';
import { button } from '../shared/controls.ts';
import { h } from '../shared/dom.ts';
import { decimals, grouped } from '../../src/common/format.ts';
import { stateNames } from './matrix.ts';
import { neuronRows, sortings, stateOf, type Sorting, type Transition } from './neuronRows.ts';

const rowsAtOnce = 50;

export interface NeuronListActions {
  readonly open: (side: 'from' | 'to', layer: number, index: number) => void;
  readonly choose: (transition: Transition | null) => void;
}

/** The pairs of neurons; what it is sorted by, and how many rows it has, is its own. */
export class NeuronList {
  readonly element = h('div', { class: 'neuronList' });
  #sorting: Sorting = 'correlation';
  #rows = rowsAtOnce;
  #shown: readonly [neurons: Neurons, letters: readonly [string, string], transition: Transition | null] | null = null;
  private readonly actions: NeuronListActions;

  constructor(actions: NeuronListActions) {
    this.actions = actions;
  }

  show(neurons: Neurons, letters: readonly [string, string], transition: Transition | null): void {
    this.#rows = rowsAtOnce;
    this.#shown = [neurons, letters, transition];
    this.#draw();
  }

  #draw(): void {
    const [neurons, letters, transition] = this.#shown!;
    const rows = neuronRows(neurons.pairs, transition, this.#sorting);
    const layers = new Set(neurons.pairs.map(({ layer }) => layer)).size;
    const rest = rows.length - this.#rows;
    const more = rest > 0 ? button(`Show ${Math.min(rest, rowsAtOnce)} more`, () => this.#more()) : null;
    this.element.replaceChildren(
      this.#summary(rows.length, letters, transition),
      h(
        'div',
        { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': 'Pairs of neurons' },
        h(
          'table',
          { class: 'figures pairs' },
          h('caption', { class: 'unseen' }, 'Pairs of neurons with the words that fire them most'),
          this.#head(letters),
          h('tbody', {}, ...rows.slice(0, this.#rows).map((pair) => this.#row(pair, layers))),
        ),
      ),
      ...(more ? [more] : []),
    );
  }

  #summary(count: number, [from, to]: readonly [string, string], transition: Transition | null): HTMLElement {
    const all = () => this.actions.choose(null);
    const text = transition
      ? `${grouped(count)} neurons: ${stateNames[transition.from]} in ${from}, ${stateNames[transition.to]} in ${to}`
      : `All ${grouped(count)} neurons and pairs. Choose a count above to see only those.`;
    return h('p', { class: 'filter', role: 'status' }, text, transition ? button('Show all', all) : null);
  }

  #head([from, to]: readonly [string, string]): HTMLElement {
    const names: Readonly<Record<Sorting, string>> = {
      correlation: 'correlation',
      from: `neuron in ${from}`,
      to: `neuron in ${to}`,
    };
    const sorted = (sorting: Sorting) => {
      const order = sorting === 'correlation' ? 'descending' : 'ascending';
      const isSorted = sorting === this.#sorting;
      const arrow = isSorted ? (sorting === 'correlation' ? ' ↓' : ' ↑') : '';
      const sort = h('button', { class: 'sort', onclick: () => this.#sort(sorting) }, `${names[sorting]}${arrow}`);
      const attributes = { scope: 'col', 'aria-sort': isSorted ? order : 'none' };
      return h('th', sorting === 'correlation' ? attributes : { ...attributes, colspan: 3 }, sort);
    };
    return h('thead', {}, h('tr', {}, ...sortings.map(sorted)));
  }

  #row({ layer, from, to, correlation }: NeuronPair, layers: number): HTMLElement {
    const side = (name: 'from' | 'to', neuron: Neuron | null) => this.#cells(name, layer, neuron, layers);
    const value = correlation === null && from && to ? 'by number' : decimals(correlation, 2);
    return h('tr', {}, h('td', {}, value), ...side('from', from), ...side('to', to));
  }

  #cells(side: 'from' | 'to', layer: number, neuron: Neuron | null, layers: number): HTMLElement[] {
    const state = stateOf(neuron);
    const label = h('span', { class: `label ${state}` }, h('i', { 'aria-hidden': 'true' }), stateNames[state]);
    if (!neuron) return [h('td'), h('td', { class: 'class muted' }, label), h('td')];
    const number = `${layers > 1 ? `${layer + 1}:` : ''}${neuron.index}`;
    const open = () => this.actions.open(side, layer, neuron.index);
    const name = `Open neuron ${number} in the neuron panel, on the text that fires it most`;
    const link =
      state === 'dead'
        ? number
        : h('button', { class: 'link', title: name, 'aria-label': name, onclick: open }, number);
    const words = neuron.words.join(' · ');
    return [h('td', {}, link), h('td', { class: 'class' }, label), h('td', { class: 'words', title: words }, words)];
  }

  #sort(sorting: Sorting): void {
    this.#sorting = sorting;
    this.#draw();
    this.element.querySelectorAll<HTMLElement>('button.sort')[sortings.indexOf(sorting)]?.focus();
  }

  #more(): void {
    this.#rows += rowsAtOnce;
    this.#draw();
  }
}
