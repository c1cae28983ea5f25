import type { CorpusLine, CorpusNeuron } from '../../src/protocol/neurons.ts';
import { button } from '../shared/controls.ts';
import { h } from '../shared/dom.ts';
import { grouped, activationText, counted } from '../../src/common/format.ts';
import { histogram } from './histogram.ts';
import { labelBadge } from './labels.ts';
import { asSentence } from './textBox.ts';
import { watch, type Actions, type State, type View } from './state.ts';

const fewLines = 8;
const fewWords = 12;

/** What the chosen neuron stands for over the test split, with the lines that fire it most. */
export function corpusDetail(actions: Actions): View {
  const facts = h('div', { class: 'stack' });
  const lines = h('div', { class: 'stack' });
  const changed = watch();
  const linesChanged = watch();
  return {
    element: h('div', { class: 'corpus stack' }, facts, lines),
    update(state) {
      const { corpus } = state;
      const isEvaluating = state.runs.find(({ directory }) => directory === state.directory)?.evaluating ?? false;
      if (changed(corpus, corpus === null && isEvaluating)) {
        if (corpus) facts.replaceChildren(...factsOf(corpus));
        else if (corpus === null) facts.replaceChildren(offerEvaluation(actions, isEvaluating));
      }
      if (!linesChanged(corpus, state.lines)) return;
      if (corpus === null || corpus?.strongest === 0) lines.replaceChildren();
      else if (corpus) lines.replaceChildren(...linesOf(state, actions));
    },
  };
}

function offerEvaluation(actions: Actions, isEvaluating: boolean): HTMLElement {
  const evaluate = button(isEvaluating ? 'Evaluating…' : 'Evaluate', () => actions.evaluate(), { icon: 'evaluate' });
  evaluate.toggleAttribute('disabled', isEvaluating);
  const text =
    'What this neuron stands for over the whole data set, and the lines that fire it most, are known once the run is evaluated.';
  return h('div', { class: 'empty' }, h('p', { class: 'muted' }, text), evaluate);
}

function factsOf({ label, fires, words, histogram: bins, meanByClass }: CorpusNeuron): HTMLElement[] {
  const heading = h('div', { class: 'row' }, h('h3', {}, 'Over the test split'), labelBadge(label));
  if (fires === 0) return [heading, h('p', { class: 'muted' }, 'It never fires there.')];
  const known = words
    .slice(0, fewWords)
    .map(({ word, count: times }) =>
      h('li', { title: `${times} of its strongest activations` }, word, times > 1 ? h('b', {}, `×${times}`) : null),
    );
  const rest = words.length - known.length;
  return [
    heading,
    h('p', { class: 'muted' }, `Fires on ${counted(fires, 'token')}. Words of its strongest activations:`),
    h('ul', { class: 'words' }, ...known, rest > 0 ? h('li', { class: 'muted' }, `+${rest}`) : null),
    histogram(bins),
    meanTable(meanByClass),
  ];
}

function meanTable(meanByClass: CorpusNeuron['meanByClass']): HTMLElement {
  const most = Math.max(...meanByClass.map(({ mean }) => mean ?? 0));
  const rows = meanByClass.map(({ class: name, mean }) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, name),
      h(
        'td',
        { class: 'track-cell', 'aria-hidden': 'true' },
        h('span', { class: 'meter', style: `width: ${most ? ((mean ?? 0) / most) * 100 : 0}%` }),
      ),
      h('td', {}, mean === null ? '–' : activationText(mean)),
    ),
  );
  return h(
    'table',
    { class: 'figures activations' },
    h('caption', { class: 'muted' }, 'Mean activation by predicted class'),
    h('tbody', {}, ...rows),
  );
}

function linesOf({ corpus, lines }: State, actions: Actions): HTMLElement[] {
  const heading = h('h3', {}, 'Lines that fire it most');
  if (!lines)
    return [heading, h('p', { class: 'muted' }, `Reading ${grouped(corpus?.strongest ?? 0)} lines of the data set…`)];
  const { problem } = lines;
  if (problem) return [heading, h('p', { class: 'problem' }, `${asSentence(problem.message)} ${problem.remedy}`)];
  const list = h('ol', { class: 'lines' }, ...lines.lines.slice(0, fewLines).map((line) => lineItem(line, actions)));
  const rest = lines.lines.slice(fewLines);
  if (rest.length === 0) return [heading, list];
  const more = button(`Show ${rest.length} more`, () => {
    more.remove();
    list.append(...rest.map((line) => lineItem(line, actions)));
  });
  return [heading, list, more];
}

function lineItem(line: CorpusLine, actions: Actions): HTMLElement {
  const open = (event: Event) => {
    event.preventDefault();
    actions.openLine(line);
  };
  const name = `Open ${line.place}: ${line.word}, ${activationText(line.value)}`;
  return h(
    'li',
    {},
    h(
      'a',
      { href: '#', onclick: open, 'aria-label': name, title: `Open ${line.place}` },
      h('span', { class: 'text' }, line.before, ' ', h('mark', {}, line.word), ' ', line.after),
      h(
        'span',
        { class: 'facts muted' },
        h('span', {}, line.place),
        h('span', {}, line.label),
        h('b', {}, activationText(line.value)),
      ),
    ),
  );
}
