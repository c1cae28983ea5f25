import type { Explanation, Verdict } from '../../src/protocol/neurons.ts';
import { h, setText } from '../shared/dom.ts';
import { grouped, percent } from '../../src/common/format.ts';
import { watch, type Actions, type State, type View } from './state.ts';
import { switchBoard } from './switchBoard.ts';

/** Classes shown at most: the likeliest. */
const most = 6;

/** The probability of each class, beside that with all neurons on, or that of the text before it was edited. */
export function prediction(actions: Actions): View {
  const verdict = h('p', { class: 'verdict' });
  const rows = h('div', { class: 'bars', role: 'table', 'aria-label': 'Probabilities' });
  const counts = h('p', { class: 'muted' });
  const switches = switchBoard(actions);
  const changed = watch();
  return {
    element: h('section', { class: 'prediction' }, h('h2', {}, 'Prediction'), verdict, rows, counts, switches.element),
    update(state) {
      switches.update(state);
      const { inspected, before, switchedOff } = state;
      if (!changed(inspected, before, switchedOff, state.text === state.original) || !inspected) return;
      const { now, was } = comparisonOf(state, inspected.explanation);
      setText(verdict, verdictOf(now, was));
      verdict.classList.toggle('flipped', was !== null && was.predicted !== now.predicted);
      const byFalling = now.probabilities.toSorted((a, b) => b.probability - a.probability);
      const shown = now.probabilities.length > most ? byFalling.slice(0, most) : now.probabilities;
      setText(counts, countsOf(inspected.explanation));
      rows.replaceChildren(...shown.map((row) => bar(row, now.predicted, was)));
    },
  };
}

type Outcome = Pick<Verdict, 'predicted' | 'probabilities'>;

/** Neurons switched off are compared with the same text, all of them on. */
function comparisonOf({ switchedOff, before, text, original }: State, explanation: Explanation) {
  if (switchedOff) return { now: switchedOff.after, was: switchedOff.before };
  return { now: explanation, was: text === original ? null : before };
}

function verdictOf({ predicted }: Outcome, was: Outcome | null): string {
  return was && was.predicted !== predicted ? `${was.predicted} → ${predicted}` : predicted;
}

function countsOf({ counts: { monosemantic, polysemantic, unused } }: Explanation): string {
  return `${grouped(monosemantic)} monosemantic, ${grouped(polysemantic)} polysemantic, ${grouped(unused)} unused neurons`;
}

type Row = Explanation['probabilities'][number];

function bar({ class: name, probability }: Row, predicted: string, before: Outcome | null): HTMLElement {
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
