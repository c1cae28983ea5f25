import type { ExplainedToken } from '../../src/protocol/neurons.ts';
import { h, setText } from '../shared/dom.ts';
import { longText, pairArcs } from './pairArcs.ts';
import { activationText, counted } from '../../src/common/format.ts';
import { roving } from './roving.ts';
import { chosenNeuron, shownLayer, watch, type Actions, type State, type View } from './state.ts';

const maxUnread = 60;

/** The tokens, shaded by keep probability, under arcs between the strongest pairs. */
export function sentence(actions: Actions): View {
  const tokens = h('div', { class: 'tokens', role: 'listbox', 'aria-label': 'Tokens' });
  const unread = h('span', { class: 'unread' });
  const flow = h('div', { class: 'flow' }, tokens, unread);
  const note = h('p', { class: 'muted note' });
  const legend = h(
    'span',
    { class: 'keep-legend muted' },
    'keep probability 0',
    h('i', { 'aria-hidden': 'true' }),
    '1',
  );
  const arcs = pairArcs(flow, () => chipsOf(tokens));
  const focus = roving(tokens, '[role=option]');
  const changed = watch();
  const chose = (event: Event) => {
    const place = placeOf(event.target);
    if (place !== null) actions.chooseToken(tokens.children[place]?.ariaSelected === 'true' ? null : place);
  };
  tokens.addEventListener('click', chose);
  tokens.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    chose(event);
  });
  return {
    element: h(
      'section',
      { class: 'sentence' },
      h('div', { class: 'row' }, h('h2', {}, 'Tokens'), legend),
      flow,
      note,
      arcs.table,
    ),
    update(state) {
      const { inspected } = state;
      if (!inspected) return;
      if (changed(inspected)) {
        const { explanation } = inspected;
        tokens.replaceChildren(...explanation.tokens.map((token, place) => chip(token, place, state)));
        flow.classList.toggle('long', explanation.tokens.length > longText);
        showUnread(unread, inspected.unread);
        legend.hidden = explanation.tokens[0]?.keep === null;
        setText(note, noteOf(state));
        arcs.draw(explanation);
        focus.reset();
      }
      mark(chipsOf(tokens), state);
    },
  };
}

function chipsOf(tokens: HTMLElement): readonly HTMLElement[] {
  return Array.from(tokens.children).filter((child) => child instanceof HTMLElement);
}

function placeOf(target: EventTarget | null): number | null {
  const own = target instanceof Element ? target.closest<HTMLElement>('[data-place]') : null;
  return own ? Number(own.dataset['place']) : null;
}

function chip({ text, known, keep }: ExplainedToken, place: number, state: State): HTMLElement {
  const own = shownLayer(state)?.allocated.filter(({ tokens }) => tokens.some(({ token }) => token === place)) ?? [];
  const facts = [
    keep === null ? '' : `keep probability ${activationText(keep)}`,
    known ? '' : 'not in the vocabulary: read as <UNK>',
    counted(own.length, 'neuron'),
  ];
  const about = facts.filter(Boolean).join(', ');
  return h(
    'span',
    {
      class: known ? 'token' : 'token unknown',
      role: 'option',
      'aria-selected': 'false',
      'aria-label': `${text}: ${about}`,
      title: about,
      'data-place': place,
      style: `--keep: ${keep ?? 0}`,
    },
    text,
  );
}

/** The chosen token, and those that have the chosen neuron. */
function mark(chips: readonly HTMLElement[], state: State): void {
  const having = new Set(chosenNeuron(state)?.tokens.map(({ token }) => token));
  chips.forEach((chip, place) => {
    chip.ariaSelected = String(place === state.token);
    chip.classList.toggle('having', having.has(place));
  });
}

function showUnread(element: HTMLElement, unread: readonly string[]): void {
  const shown = unread.slice(0, maxUnread).join(' ');
  const more = unread.length > maxUnread ? ` … and ${counted(unread.length - maxUnread, 'token')} more` : '';
  element.replaceChildren(h('s', {}, shown), more);
  element.hidden = unread.length === 0;
  element.title = 'Beyond the model’s maxLength: not read';
}

function noteOf({ inspected }: State): string {
  if (!inspected) return '';
  const { tokens, unread } = inspected.explanation;
  const unknown = tokens.filter(({ known }) => !known).length;
  return [
    tokens[0]?.keep === null ? 'This model has no mask, so there are no keep probabilities.' : '',
    unknown ? `${counted(unknown, 'unknown word')} (dotted), read as <UNK>.` : '',
    unread
      ? `${counted(unread, 'token')} beyond the model’s length ${unread === 1 ? 'is' : 'are'} not read (struck).`
      : '',
  ]
    .filter(Boolean)
    .join(' ');
}
