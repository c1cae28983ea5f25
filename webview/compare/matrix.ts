import type { Neurons } from '../../src/protocol/compare.ts';
import { h } from '../shared/dom.ts';
import { grouped } from '../../src/common/format.ts';
import { states, type State, type Transition } from './neuronRows.ts';

export const stateNames: Readonly<Record<State, string>> = {
  monosemantic: 'monosemantic',
  polysemantic: 'polysemantic',
  dead: 'dead',
  none: 'no match',
};

/** The table of transitions: its counts are buttons that choose the neurons of the list below. */
export function matrix(
  { transitions }: Neurons,
  letters: readonly [string, string],
  chosen: Transition | null,
  choose: (transition: Transition | null) => void,
): HTMLElement {
  const most = Math.max(1, ...transitions.flat());
  const cell = (from: State, to: State, count: number) => {
    const isChosen = chosen?.from === from && chosen.to === to;
    const name = `${grouped(count)}: ${stateNames[from]} in ${letters[0]}, ${stateNames[to]} in ${letters[1]}`;
    const act = () => choose(isChosen ? null : { from, to });
    const inside =
      count === 0
        ? h('span', { class: 'muted' }, from === 'none' && to === 'none' ? '' : '0')
        : h(
            'button',
            { 'aria-pressed': String(isChosen), 'aria-label': name, title: name, onclick: act },
            grouped(count),
          );
    return h(
      'td',
      { class: isChange(from, to) ? 'changed' : 'same', style: `--share: ${Math.sqrt(count / most)}` },
      inside,
    );
  };
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  const total = (counts: readonly number[]) => h('td', { class: 'muted' }, grouped(sum(counts)));
  const rows = states.map((from, row) => {
    const counts = transitions[row]!;
    const cells = states.map((to, column) => cell(from, to, counts[column]!));
    return h('tr', {}, h('th', { scope: 'row' }, stateNames[from]), ...cells, total(counts));
  });
  const totals = states.map((_, column) => total(transitions.map((counts) => counts[column]!)));
  const heads = states.map((to) => h('th', { scope: 'col' }, stateNames[to]));
  return h(
    'table',
    { class: 'figures matrix' },
    h('caption', {}, `What the neurons of ${letters[0]} (rows) are in ${letters[1]} (columns)`),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        h('td', { class: 'muted' }, `${letters[0]} ↓ ${letters[1]} →`),
        ...heads,
        h('th', { scope: 'col', class: 'muted' }, 'all'),
      ),
    ),
    h('tbody', {}, ...rows, h('tr', {}, h('th', { scope: 'row', class: 'muted' }, 'all'), ...totals, h('td'))),
  );
}

/** Of a neuron that has a match. */
function isChange(from: State, to: State): boolean {
  return from !== to && from !== 'none' && to !== 'none';
}
