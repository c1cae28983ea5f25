import type { SweepTable } from '../../src/protocol/sweep.ts';
import { h } from '../shared/dom.ts';

/** A table of figures; `names`: how many of its first columns say what a row is. */
export function resultTable({ title, header, align, rows }: SweepTable, names: number): HTMLElement {
  const side = (i: number) => (align[i] === 'l' ? 'text' : 'figure');
  const cell = (text: string, i: number) =>
    i < names ? h('th', { scope: 'row', class: side(i) }, text) : h('td', { class: side(i) }, text);
  return h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': title },
    h(
      'table',
      { class: 'figures result' },
      h('caption', { class: 'unseen' }, title),
      h('thead', {}, h('tr', {}, ...header.map((text, i) => h('th', { scope: 'col', class: side(i) }, text)))),
      h('tbody', {}, ...rows.map((row) => h('tr', {}, ...row.map(cell)))),
    ),
  );
}
