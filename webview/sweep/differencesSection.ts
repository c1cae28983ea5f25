import type { SweepResult } from '../../src/protocol/sweep.ts';
import { h } from '../shared/dom.ts';
import { resultTable } from './resultTable.ts';
import { section } from './section.ts';

/** Paired tests between the values of a field; of which, the user chooses. */
export class DifferencesSection {
  readonly element: HTMLElement;
  readonly #section = section('differences', 'Differences');
  readonly #choice = h('div', { class: 'choice' });
  #choices = '';
  private readonly compare: (field: string) => void;

  constructor(compare: (field: string) => void) {
    this.compare = compare;
    this.element = this.#section.element;
    this.#section.tools.append(this.#choice);
  }

  show(result: SweepResult | null): void {
    this.element.hidden = !result?.differences;
    if (!result?.differences) return;
    const { differences, comparable, compared } = result;
    const names = differences.header.indexOf('seeds');
    this.#section.show(differences.title, resultTable(differences, names));
    this.#choice.hidden = comparable.length < 2;
    this.#offer(comparable, compared);
  }

  #offer(fields: readonly string[], compared: string | null): void {
    const key = JSON.stringify([fields, compared]);
    if (key === this.#choices) return;
    this.#choices = key;
    const options = fields.map((field) => h('vscode-option', { value: field, selected: field === compared }, field));
    const list = h(
      'vscode-dropdown',
      { 'aria-label': 'Field whose values are compared' },
      ...options,
    ) as HTMLElement & {
      value: string;
    };
    list.addEventListener('change', () => list.value !== compared && this.compare(list.value));
    this.#choice.replaceChildren(h('span', { class: 'muted', 'aria-hidden': 'true' }, 'by'), list);
  }
}
