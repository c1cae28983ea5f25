import type { Neurons, Problem, Runs } from '../../src/protocol/compare.ts';
import { choice, type Option } from '../shared/choice.ts';
import { button } from '../shared/controls.ts';
import { h, setText } from '../shared/dom.ts';
import { decimals, grouped, percent } from '../../src/common/format.ts';
import { sectionHead } from '../shared/sectionHead.ts';
import { correlationBars } from './correlationBars.ts';
import { letterOf } from './letters.ts';
import { matrix } from './matrix.ts';
import { NeuronList } from './neuronList.ts';
import type { Transition } from './neuronRows.ts';

/** How the comparison of the neurons stands. */
export type NeuronsState =
  | { readonly kind: 'working'; readonly phase: string; readonly share: number | null }
  | { readonly kind: 'neurons'; readonly neurons: Neurons }
  | { readonly kind: 'noNeurons'; readonly problem: Problem };

export interface NeuronActions {
  readonly pair: (from: string, to: string) => void;
  readonly stop: () => void;
  readonly again: () => void;
  readonly open: (directory: string, layer: number, index: number) => void;
}

/** What became of the neurons of one run in another. */
export class NeuronSection {
  readonly element: HTMLElement;
  readonly #from = choice('From', 'from', (from) => this.#choose(from, this.#runs!.state.to, 'from'));
  readonly #to = choice('To', 'to', (to) => this.#choose(this.#runs!.state.from, to, 'to'));
  readonly #status = h('p', { role: 'status' });
  readonly #bar = h('div', { class: 'bar' });
  readonly #progress = h('div', { class: 'progress', role: 'progressbar', 'aria-label': 'Progress' }, this.#bar);
  readonly #stop: HTMLElement;
  readonly #again: HTMLElement;
  readonly #facts = h('ul', { class: 'facts' });
  readonly #matrix = h('div', { class: 'scroll' });
  readonly #bars = h('div');
  readonly #list: NeuronList;
  readonly #result: HTMLElement;
  #runs: Runs | null = null;
  #neurons: Neurons | null = null;
  #transition: Transition | null = null;
  private readonly actions: NeuronActions;

  constructor(actions: NeuronActions) {
    this.actions = actions;
    this.#stop = button('Stop', actions.stop, { icon: 'stop' });
    this.#again = button('Compare again', actions.again, { icon: 'resume' });
    this.#list = new NeuronList({
      open: (side, layer, index) => actions.open(this.#runs!.state[side], layer, index),
      choose: (transition) => this.#filter(transition),
    });
    const overview = h('div', { class: 'overview' }, this.#matrix, this.#bars);
    this.#result = h('div', { class: 'result' }, this.#facts, overview, this.#list.element);
    this.element = h(
      'section',
      { id: 'neurons' },
      sectionHead('Neurons', 'of two runs, matched by the correlation of their activations over the same tokens'),
      h('div', { class: 'pair' }, this.#from.element, this.#to.element),
      h('div', { class: 'status' }, this.#status, this.#stop, this.#again),
      this.#progress,
      this.#result,
    );
  }

  showRuns(runs: Runs): void {
    this.#runs = runs;
    const options = runs.runs.map(({ directory, variant }, run): Option => {
      return { value: directory, name: [letterOf(run), variant].filter(Boolean).join(' · ') };
    });
    this.#from.show(options, runs.state.from);
    this.#to.show(options, runs.state.to);
  }

  show(state: NeuronsState): void {
    const { kind } = state;
    this.#stop.hidden = kind !== 'working';
    this.#again.hidden = kind !== 'noNeurons';
    this.#progress.hidden = kind !== 'working';
    this.#result.hidden = kind !== 'neurons';
    setText(this.#status, kind === 'working' ? `${state.phase} …` : kind === 'noNeurons' ? words(state.problem) : '');
    if (kind === 'working') {
      this.#progress.classList.toggle('unknown', state.share === null);
      this.#bar.style.width = state.share === null ? '' : `${100 * state.share}%`;
    }
    if (kind !== 'neurons') return;
    this.#neurons = state.neurons;
    this.#facts.replaceChildren(...factsOf(state.neurons).map((fact) => h('li', {}, fact)));
    this.#bars.replaceChildren(correlationBars(state.neurons));
    this.#filter(null);
  }

  /** The other one gives way where both would be the same run. */
  #choose(from: string, to: string, chosen: 'from' | 'to'): void {
    const { state } = this.#runs!;
    if (from === state.from && to === state.to) return;
    if (from !== to) this.actions.pair(from, to);
    else if (chosen === 'from') this.actions.pair(from, state.from);
    else this.actions.pair(state.to, to);
  }

  #filter(transition: Transition | null): void {
    const neurons = this.#neurons!;
    this.#transition = transition;
    const letters = this.#letters();
    const hadFocus = this.#matrix.contains(document.activeElement);
    this.#matrix.replaceChildren(matrix(neurons, letters, this.#transition, (chosen) => this.#filter(chosen)));
    if (hadFocus) this.#matrix.querySelector<HTMLElement>('[aria-pressed=true], button')?.focus();
    this.#list.show(neurons, letters, transition);
  }

  #letters(): [string, string] {
    const { runs, state } = this.#runs!;
    const letter = (directory: string) => letterOf(runs.findIndex((run) => run.directory === directory));
    return [letter(state.from), letter(state.to)];
  }
}

function words({ message, remedy }: Problem): string {
  return `${message}. ${remedy}`;
}

function factsOf({ tokens, texts, matched, chance, sameStart, sameNumber }: Neurons): string[] {
  const share = matched.count === 0 ? null : matched.reached / matched.count;
  return [
    `${grouped(matched.reached)} of ${grouped(matched.count)} (${percent(share)}) match at a correlation of 0.5 or more; by chance, ${grouped(chance.reached)}.`,
    `The median of the best matches is ${decimals(matched.median, 2)}; by chance, ${decimals(chance.median, 2)}.`,
    sameStart
      ? `Both began with the same weights: ${grouped(sameNumber)} of the ${grouped(matched.reached)} kept their number.`
      : 'They began with other weights, so that a neuron’s number means nothing across them.',
    `Over ${grouped(tokens)} tokens of ${grouped(texts)} test texts.`,
  ];
}
