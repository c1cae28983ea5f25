import type { Neurons } from '../../src/protocol/compare.ts';
import { h } from '../shared/dom.ts';
import { grouped } from '../../src/common/format.ts';

/** How the correlations of matches are spread, beside those of chance, with a table of the same. */
export function correlationBars({ matched, chance }: Neurons): HTMLElement {
  const most = Math.max(1, ...matched.bins, ...chance.bins);
  const bar = (kind: string, count: number) => h('i', { class: kind, style: `height: ${(100 * count) / most}%` });
  const bins = matched.bins.map((count, i) => h('span', {}, bar('matched', count), bar('chance', chance.bins[i]!)));
  const rows = matched.bins.map((count, i) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, binName(i)),
      h('td', {}, grouped(count)),
      h('td', {}, grouped(chance.bins[i]!)),
    ),
  );
  const heads = ['correlation', 'matches', 'by chance'].map((name) => h('th', { scope: 'col' }, name));
  return h(
    'figure',
    { class: 'bars' },
    h(
      'figcaption',
      {},
      'Correlation of the matches',
      h('span', { class: 'muted' }, h('i', { class: 'key matched' }), 'matches'),
      h('span', { class: 'muted' }, h('i', { class: 'key chance' }), 'by chance, with shuffled tokens'),
    ),
    h(
      'div',
      { class: 'bins', role: 'img', 'aria-label': 'Histogram of correlations; the table below has its counts' },
      ...bins,
    ),
    h(
      'div',
      { class: 'axis muted', 'aria-hidden': 'true' },
      h('span', {}, '0'),
      h('span', {}, '0.5'),
      h('span', {}, '1'),
    ),
    h(
      'details',
      {},
      h('summary', {}, 'Table'),
      h('table', { class: 'figures' }, h('thead', {}, h('tr', {}, ...heads)), h('tbody', {}, ...rows)),
    ),
  );
}

function binName(bin: number): string {
  return bin === 0 ? 'below 0.1' : `${bin / 10} to ${(bin + 1) / 10}`;
}
