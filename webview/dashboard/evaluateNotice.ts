import type { RunItem } from '../../src/protocol/dashboard.ts';
import { button } from '../shared/controls.ts';
import { h, setText } from '../shared/dom.ts';
import { timeOf } from '../shared/names.ts';

/** Says which shown runs have no evaluation, and offers to evaluate the first of them. */
export class EvaluateNotice {
  readonly element: HTMLElement;
  readonly #text = h('p');
  readonly #button: HTMLElement;
  #directory: string | null = null;

  constructor(evaluate: (directory: string) => void) {
    this.#button = button('Evaluate', () => this.#directory !== null && evaluate(this.#directory), {
      icon: 'evaluate',
    });
    this.element = h('div', { class: 'notice' }, this.#text, this.#button);
  }

  /** `canCompute`: whether an evaluation may start now. */
  show(shown: readonly RunItem[], canCompute: boolean): void {
    const waiting = shown.filter(({ evaluated }) => !evaluated);
    const able = waiting.find(({ status, canExplain }) => status !== 'running' && canExplain);
    this.#directory = able?.directory ?? null;
    this.element.hidden = waiting.length === 0;
    setText(this.#text, `Not evaluated: ${waiting.map(({ started }) => timeOf(started)).join('; ')}.`);
    this.#button.hidden = !able || !canCompute;
    this.#button.setAttribute('aria-label', able ? `Evaluate the run of ${timeOf(able.started)}` : 'Evaluate');
  }
}
