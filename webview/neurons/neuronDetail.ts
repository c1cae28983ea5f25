import { h, setText } from '../shared/dom.ts';
import { signed, activationText } from '../../src/common/format.ts';
import { corpusDetail } from './corpusDetail.ts';
import { labelBadge } from './labels.ts';
import { neuronSwitch } from './neuronSwitch.ts';
import { chosenNeuron, shownLayer, watch, type Actions, type State, type View } from './state.ts';

const fewRows = 6;

/** The chosen neuron: its tokens in this text, and what it stands for over the data set. */
export function neuronDetail(actions: Actions): View {
  const title = h('h2');
  const badge = h('span');
  const onOff = neuronSwitch(actions);
  const about = h('p', { class: 'muted' });
  const effect = h('p', { class: 'muted' });
  const rows = h('tbody');
  const all = h('tbody');
  const more = h('details', {}, h('summary', {}, 'All tokens'), table('Activation of every token', all));
  const corpus = corpusDetail(actions);
  const content = h(
    'div',
    { class: 'stack' },
    about,
    effect,
    table('Strongest tokens in this sentence', rows),
    more,
    corpus.element,
  );
  const empty = h('p', { class: 'muted' }, 'Choose a neuron in the map or the list.');
  const changed = watch();
  return {
    element: h('section', { class: 'detail' }, h('div', { class: 'row' }, title, badge, onOff.element), empty, content),
    update(state) {
      corpus.update(state);
      if (state.neuron !== null) onOff.show(state, state.neuron);
      setText(effect, effectOf(state));
      if (!changed(state.inspected, state.layer, state.neuron)) return;
      const { neuron, inspected } = state;
      empty.hidden = neuron !== null;
      content.hidden = badge.hidden = onOff.element.hidden = neuron === null;
      setText(title, neuron === null ? 'Neuron' : `Neuron ${neuron}`);
      if (neuron === null || !inspected) return;
      badge.replaceChildren(labelBadge(chosenNeuron(state)?.label ?? 'unused'));
      setText(about, aboutOf(state));
      const activations = activationsOf(state, neuron);
      const active = activations.filter(({ value }) => value > 0).sort((a, b) => b.value - a.value);
      rows.replaceChildren(...active.slice(0, fewRows).map((row) => tableRow(row, state, actions)));
      all.replaceChildren(...activations.map((row) => tableRow(row, state, actions)));
      more.hidden = activations.length <= fewRows && active.length === activations.length;
    },
  };
}

interface Activation {
  readonly token: number;
  readonly value: number;
}

function activationsOf(state: State, neuron: number): Activation[] {
  const { activations, neurons } = shownLayer(state)!;
  return state.inspected!.explanation.tokens.map((_, token) => ({
    token,
    value: activations[token * neurons + neuron]!,
  }));
}

function effectOf({ effects, layer, neuron }: State): string {
  const effect = neuron === null ? undefined : effects?.effects[layer]?.[neuron];
  return `Causal effect: margin ${effect === undefined ? '…' : signed(effect, 3)} when it is off`;
}

function aboutOf(state: State): string {
  const own = chosenNeuron(state)?.tokens.length ?? 0;
  if (own === 0) return 'No token of this sentence has it: it is not among the strongest of any.';
  return own === 1 ? 'One token of this sentence has it.' : `${own} tokens of this sentence share it.`;
}

function table(caption: string, body: HTMLElement): HTMLElement {
  const heads = ['Token', '', 'Activation'].map((name) => h('th', { scope: 'col' }, name));
  return h(
    'table',
    { class: 'figures activations' },
    h('caption', { class: 'unseen' }, caption),
    h('thead', { class: 'unseen' }, h('tr', {}, ...heads)),
    body,
  );
}

function tableRow({ token, value }: Activation, state: State, actions: Actions): HTMLElement {
  const { largest } = shownLayer(state)!;
  const isOwn = chosenNeuron(state)?.tokens.some((own) => own.token === token) ?? false;
  const share = largest > 0 ? Math.max(0, value / largest) : 0;
  const word = state.inspected!.explanation.tokens[token]!.text;
  return h(
    'tr',
    { class: isOwn ? 'own' : '' },
    h(
      'td',
      {},
      h(
        'button',
        { class: 'plain', title: 'Show the neurons of this token', onclick: () => actions.chooseToken(token) },
        word,
      ),
    ),
    h(
      'td',
      { class: 'track-cell', 'aria-hidden': 'true' },
      h('span', { class: 'meter', style: `width: ${share * 100}%` }),
    ),
    h('td', {}, activationText(value)),
  );
}
