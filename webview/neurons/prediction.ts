import type { Explanation } from '../../src/protocol/neurons.ts';
import { h, setText } from '../shared/dom.ts';
import { count, percent } from './format.ts';
import { watch, type State, type View } from './state.ts';

/** Classes shown at most: the likeliest. */
const most = 6;

/** The probability of each class, beside that of the text before it was edited. */
export function prediction(): View {
  const verdict = h('p', { class: 'verdict' });
  const rows = h('div', { class: 'bars', role: 'table', 'aria-label': 'Probabilities' });
  const counts = h('p', { class: 'muted' });
  const changed = watch();
  return {
    element: h('section', { class: 'prediction' }, h('h2', {}, 'Prediction'), verdict, rows, counts),
    update(state) {
      if (!changed(state.inspected, state.before, state.text === state.original) || !state.inspected) return;
      const { explanation } = state.inspected;
      const before = beforeOf(state);
      setText(verdict, verdictOf(explanation, before));
      const byFalling = explanation.probabilities.toSorted((a, b) => b.probability - a.probability);
      const shown = explanation.probabilities.length > most ? byFalling.slice(0, most) : explanation.probabilities;
      setText(counts, countsOf(explanation));
      rows.replaceChildren(...shown.map((row) => bar(row, explanation.predicted, before)));
    },
  };
}

function beforeOf({ before, text, original }: State): Explanation | null {
  return text === original ? null : before;
}

function verdictOf({ predicted }: Explanation, before: Explanation | null): string {
  return before && before.predicted !== predicted ? `${before.predicted} → ${predicted}` : predicted;
}

function countsOf({ counts: { monosemantic, polysemantic, unused } }: Explanation): string {
  return `${count(monosemantic)} monosemantic, ${count(polysemantic)} polysemantic, ${count(unused)} unused neurons`;
}

type Row = Explanation['probabilities'][number];

function bar({ class: name, probability }: Row, predicted: string, before: Explanation | null): HTMLElement {
  const was = before?.probabilities.find((row) => row.class === name)?.probability;
  return h(
    'div',
    { class: name === predicted ? 'bar predicted' : 'bar', role: 'row' },
    h('span', { class: 'name', role: 'rowheader', title: name }, name),
    h(
      'span',
      { class: 'track', 'aria-hidden': 'true' },
      h('span', { class: 'fill', style: `width: ${probability * 100}%` }),
      was === undefined ? null : h('span', { class: 'was', style: `left: ${was * 100}%` }),
    ),
    h('span', { class: 'value', role: 'cell' }, percent(probability)),
    h('span', { class: 'change muted', role: 'cell' }, was === undefined ? '' : difference(probability - was)),
  );
}

function difference(by: number): string {
  const points = (by * 100).toFixed(1);
  return `${by >= 0 && !points.startsWith('-') ? '+' : '−'}${points.replace('-', '')}`;
}
