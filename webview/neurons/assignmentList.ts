import type { CorpusLabel, ExplainedNeuron } from '../../src/protocol/neurons.ts';
import { button } from '../shared/controls.ts';
import { h, setText } from '../shared/dom.ts';
import { signed, grouped, activationText } from '../../src/common/format.ts';
import { evidenceOf, filterAssignments, type AssignmentFilter } from './assignments.ts';
import { choice } from '../shared/choice.ts';
import { labelBadge } from './labels.ts';
import { byEffect } from './neuronOrder.ts';
import { neuronSwitch } from './neuronSwitch.ts';
import { watch, type Actions, type State, type View } from './state.ts';

const page = 50;
/** Words shown of a neuron: one of many is named by its strongest. */
const maxEvidence = 12;

const labelOptions = [
  { value: '', name: 'any' },
  { value: 'monosemantic', name: 'monosemantic' },
  { value: 'polysemantic', name: 'polysemantic' },
];

/** The neurons that tokens of the text have: label, and the tokens as evidence. */
export function assignmentList(actions: Actions): View {
  let state: State | undefined;
  let label = '';
  let corpusLabel = '';
  let text = '';
  let shown = page;
  let isByEffect = false;
  let switches: ReadonlyMap<number, ReturnType<typeof neuronSwitch>> = new Map();
  const filtered = () => {
    shown = page;
    fill();
  };
  const labels = choice('This sentence', 'label', (value) => {
    label = value;
    filtered();
  });
  const corpusLabels = choice('Data set', 'corpus-label', (value) => {
    corpusLabel = value;
    filtered();
  });
  const search = h('vscode-text-field', {
    'aria-label': 'Search by number or token',
    placeholder: 'Number or token',
    oninput: () => {
      text = search.value;
      filtered();
    },
  }) as HTMLElement & { value: string };
  const tokenFilter = h('button', {
    class: 'chip',
    title: 'Show all tokens',
    onclick: () => actions.chooseToken(null),
  });
  const summary = h('span', { class: 'muted', 'aria-live': 'polite' });
  const effectHead = h(
    'th',
    { scope: 'col', class: 'effect', 'aria-sort': 'none' },
    h(
      'button',
      {
        class: 'plain',
        title: 'Change of the margin when the neuron alone is off; sort by its size',
        onclick: () => {
          isByEffect = !isByEffect;
          effectHead.setAttribute('aria-sort', isByEffect ? 'descending' : 'none');
          filtered();
        },
      },
      'Effect',
    ),
  );
  const corpusHead = h('th', { scope: 'col' }, 'Data set');
  const body = h('tbody');
  const more = button('Show more', () => {
    shown += page;
    fill();
  });
  const none = h('p', { class: 'muted' }, 'No neuron passes the filter.');
  const changed = watch();

  const fill = () => {
    if (!state?.inspected) return;
    const { explanation } = state.inspected;
    const own = explanation.neurons.filter(({ layer }) => layer === state!.layer);
    const found = filterAssignments({ ...explanation, neurons: own }, state.labels, filterOf(state));
    setText(
      summary,
      found.length === own.length ? `${grouped(own.length)}` : `${grouped(found.length)} of ${grouped(own.length)}`,
    );
    const effects = state.effects?.effects[state.layer];
    const ordered = (isByEffect && effects ? byEffect(found, effects) : found).slice(0, shown);
    switches = new Map(ordered.map(({ index }) => [index, neuronSwitch(actions)]));
    body.replaceChildren(...ordered.map((neuron) => row(neuron, state!, actions, switches.get(neuron.index)!.element)));
    for (const [index, onOff] of switches) onOff.show(state, index);
    more.hidden = found.length <= shown;
    setText(more, `Show more (${grouped(found.length - shown)})`);
    none.hidden = found.length > 0;
  };
  const filterOf = ({ token }: State): AssignmentFilter => ({
    label: label === 'monosemantic' || label === 'polysemantic' ? label : null,
    corpusLabel: corpusLabel === '' ? null : (corpusLabel as CorpusLabel),
    token,
    text,
  });

  return {
    element: h(
      'section',
      { class: 'assignments' },
      h('div', { class: 'row' }, h('h2', {}, 'Neurons of these tokens'), summary, tokenFilter),
      h('div', { class: 'row filters' }, labels.element, corpusLabels.element, search),
      h(
        'table',
        { class: 'figures neurons' },
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            h('th', { scope: 'col' }, 'On'),
            h('th', { scope: 'col' }, 'Neuron'),
            effectHead,
            h('th', { scope: 'col' }, 'This sentence'),
            corpusHead,
            h('th', { scope: 'col' }, 'Evidence'),
          ),
        ),
        body,
      ),
      none,
      more,
    ),
    update(next) {
      state = next;
      labels.show(labelOptions, label);
      corpusLabels.show(labelOptions, corpusLabel);
      if (next.labels === null) corpusLabel = '';
      corpusLabels.element.hidden = corpusHead.hidden = next.labels === null;
      tokenFilter.hidden = next.token === null;
      setText(
        tokenFilter,
        next.token === null ? '' : `of “${next.inspected?.explanation.tokens[next.token]?.text ?? ''}” ×`,
      );
      if (changed(next.inspected, next.layer, next.token, next.labels, next.effects)) filtered();
      for (const [index, onOff] of switches) onOff.show(next, index);
      for (const line of Array.from(body.children)) {
        line.ariaSelected = String(Number((line as HTMLElement).dataset['neuron']) === next.neuron);
      }
    },
  };
}

function row(neuron: ExplainedNeuron, state: State, actions: Actions, onOff: HTMLElement): HTMLElement {
  const { index, layer, label } = neuron;
  const effect = state.effects?.effects[layer]?.[index];
  const corpusLabel = state.labels?.[layer]?.[index];
  const evidence = evidenceOf(neuron, state.inspected!.explanation.tokens);
  const words = evidence
    .slice(0, maxEvidence)
    .map(({ word, times, activation }) =>
      h('span', {}, word, h('b', {}, `${times > 1 ? ` ×${times}` : ''} ${activationText(activation)}`)),
    );
  const rest = evidence.length - words.length;
  return h(
    'tr',
    {
      'data-neuron': index,
      'aria-selected': String(index === state.neuron),
      onclick: () => actions.chooseNeuron(index),
    },
    h('td', {}, onOff),
    h('td', {}, h('button', { class: 'plain', 'aria-label': `Neuron ${index}` }, String(index))),
    h('td', { class: 'effect' }, effect === undefined ? '…' : signed(effect, 3)),
    h('td', {}, labelBadge(label)),
    state.labels === null ? null : h('td', {}, corpusLabel ? labelBadge(corpusLabel) : '–'),
    h('td', { class: 'evidence' }, ...words, rest > 0 ? h('span', { class: 'muted' }, `+${rest}`) : null),
  );
}
