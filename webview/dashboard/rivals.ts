import type { Rival, RunItem } from '../../src/protocol/dashboard.ts';
import { ChartCard, type ExportedFile } from '../shared/chartCard.ts';
import { button } from '../shared/controls.ts';
import { h, setText } from '../shared/dom.ts';
import { decimals } from '../../src/common/format.ts';
import type { Theme } from '../shared/theme.ts';
import { sectionHead } from '../shared/sectionHead.ts';
import { timeOf } from '../shared/names.ts';
import { rivalPlot, type ShownRun } from './plots.ts';
import { swatch } from '../shared/swatch.ts';

/** The mask's ranking of tokens beside others, of the first shown run that has them; else the offer to measure them. */
export class Rivals {
  readonly element: HTMLElement;
  readonly #card: ChartCard;
  readonly #table = h('div', { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': 'Rankings of tokens' });
  readonly #grid: HTMLElement;
  readonly #notice: HTMLElement;
  readonly #text = h('p');
  readonly #button: HTMLElement;
  #directory: string | null = null;

  constructor(theme: Theme, keep: (file: ExportedFile) => void, compare: (directory: string) => void) {
    const form = {
      name: 'rivals',
      title: 'SRS_imp(k) by ranking (points)',
      key: 'tokens removed as each method ranks them',
    };
    this.#card = new ChartCard(
      { ...form, xTitle: 'fraction k', wholeX: false, yTitle: 'accuracy lost, points' },
      theme,
      keep,
    );
    this.#button = button('Compare', () => this.#directory !== null && compare(this.#directory), { icon: 'evaluate' });
    this.#grid = h('div', { class: 'beside' }, this.#card.element, this.#table);
    this.#notice = h('div', { class: 'notice' }, this.#text, this.#button);
    this.element = h(
      'section',
      { id: 'rivals' },
      sectionHead('Other explanations', 'the same removal of tokens, ranked by methods that need no mask'),
      this.#notice,
      this.#grid,
    );
  }

  /** `canCompute`: whether an evaluation may start now. */
  show(shown: readonly ShownRun[], items: readonly RunItem[], canCompute: boolean): void {
    const measured = shown.find(({ curves }) => curves.evaluation?.rivals);
    const rivals = measured?.curves.evaluation?.rivals ?? [];
    this.element.hidden = items.every(({ evaluated }) => !evaluated);
    this.#grid.hidden = !measured;
    this.#card.show(rivalPlot(rivals), '');
    if (measured) this.#table.replaceChildren(rivalTable(measured, rivals));
    this.#offer(measured === undefined ? items : [], canCompute);
  }

  retheme(theme: Theme): void {
    this.#card.retheme(theme);
  }

  #offer(items: readonly RunItem[], canCompute: boolean): void {
    const able = items.find(({ status, canExplain }) => status !== 'running' && canExplain);
    this.#directory = able?.directory ?? null;
    this.#notice.hidden = items.length === 0;
    this.#button.hidden = !able || !canCompute;
    const what = 'Gradients, leaving one out, attention and chance beside the keep probabilities: not measured yet.';
    setText(this.#text, what);
    this.#button.setAttribute(
      'aria-label',
      able ? `Compare the explanations of the run of ${timeOf(able.started)}` : 'Compare',
    );
  }
}

function rivalTable({ curves, started }: ShownRun, rivals: readonly Rival[]): HTMLElement {
  const headline = curves.evaluation!.headline;
  const planted = rivals.some(({ averagePrecision }) => averagePrecision !== null);
  const heads = [
    `SRS_imp(${headline})`,
    'AOPC compr. ↑',
    'AOPC suff. ↓',
    ...(planted ? ['planted words, AP'] : []),
    'ms a text',
  ];
  const rows = rivals.map((rival, slot) => {
    const { name, curve, comprehensiveness, sufficiency, averagePrecision, milliseconds } = rival;
    const cells = [
      decimals(curve.find(({ k }) => k === headline)?.srs, 1),
      decimals(comprehensiveness, 3),
      decimals(sufficiency, 3),
      ...(planted ? [decimals(averagePrecision, 3)] : []),
      decimals(milliseconds, 1),
    ];
    return h('tr', {}, h('th', { scope: 'row' }, swatch(slot), name), ...cells.map((cell) => h('td', {}, cell)));
  });
  return h(
    'table',
    { class: 'figures' },
    h('caption', { class: 'muted' }, `The run of ${timeOf(started)}, tokens ranked by`),
    h('thead', {}, h('tr', {}, h('td'), ...heads.map((head) => h('th', { scope: 'col' }, head)))),
    h('tbody', {}, ...rows),
  );
}
