import type { Runs } from '../../src/protocol/compare.ts';
import { button } from '../shared/controls.ts';
import { h, setText } from '../shared/dom.ts';
import { shortTimes } from '../shared/names.ts';
import { swatch } from '../shared/swatch.ts';
import { letterOf } from './letters.ts';

/** Which runs are compared, each by a letter and the colour of its group. */
export class RunsHead {
  readonly element: HTMLElement;
  readonly #list = h('ol', { class: 'runs', 'aria-label': 'Runs that are compared' });
  readonly #note = h('p', { class: 'note', role: 'status' });
  private readonly evaluate: (directory: string) => void;

  constructor(evaluate: (directory: string) => void) {
    this.evaluate = evaluate;
    this.element = h('section', { id: 'runs' }, h('h1', {}, 'Runs side by side'), this.#list, this.#note);
  }

  show({ runs, groups, note }: Runs): void {
    const times = shortTimes(runs.map(({ started }) => started));
    const items = runs.map(({ directory, id, variant, evaluated, canEvaluate }, run) => {
      const group = groups.findIndex((one) => one.runs.includes(run));
      const ask = canEvaluate ? button('Evaluate', () => this.evaluate(directory), { icon: 'evaluate' }) : null;
      ask?.setAttribute('aria-label', `Evaluate run ${letterOf(run)}`);
      return h(
        'li',
        {},
        swatch(group),
        h('b', {}, letterOf(run)),
        h('span', { class: 'time', title: id }, times[run]!),
        h('span', { class: 'variant muted', title: variant }, variant),
        evaluated ? null : h('span', { class: 'muted' }, 'not evaluated'),
        ask,
      );
    });
    this.#list.replaceChildren(...items);
    setText(this.#note, note ?? '');
  }
}
