import { button } from '../shared/controls.ts';
import { h, setText } from '../shared/dom.ts';
import { choice } from '../shared/choice.ts';
import type { Actions, State, View } from './state.ts';

/** The run that explains, the text to edit, and what is wrong. */
export function textBox(actions: Actions): View {
  const runs = choice('Run', 'run', (directory) => actions.chooseRun(directory));
  const about = h('span', { class: 'muted' });
  const text = h('vscode-text-area', {
    id: 'text',
    rows: 1,
    spellcheck: 'false',
    'aria-label': 'Sentence',
    placeholder: 'Write a sentence to explain',
    oninput: () => actions.editText(text.value),
  }) as HTMLElement & { value: string };
  const reset = button('Reset', () => actions.resetText());
  reset.setAttribute('title', 'Back to the sentence as it was');
  const hint = h('span', { class: 'muted' });
  const busy = h('div', { class: 'busy', role: 'progressbar', 'aria-label': 'Explaining' });
  const problem = h('p', { class: 'problem', role: 'alert' });
  const element = h(
    'header',
    { class: 'head' },
    h('div', { class: 'row' }, runs.element, about),
    h('div', { class: 'row' }, h('label', { for: 'text' }, 'Sentence'), hint, h('span', { class: 'spring' }), reset),
    text,
    problem,
    busy,
  );
  return {
    element,
    update(state) {
      runs.show(
        state.runs.map(({ directory, name }) => ({ value: directory, name })),
        state.directory ?? '',
      );
      setText(about, state.runs.find(({ directory }) => directory === state.directory)?.description ?? '');
      if (text.value !== state.text) text.value = state.text;
      const isEdited = state.text !== state.original;
      setText(hint, hintOf(state, isEdited));
      reset.toggleAttribute('disabled', !isEdited);
      reset.classList.toggle('gone', !isEdited);
      busy.hidden = !state.isSlow && state.directory !== null;
      problem.hidden = state.problem === null;
      setText(problem, state.problem ? `${asSentence(state.problem.message)} ${state.problem.remedy}` : '');
    },
  };
}

function hintOf({ directory, original }: State, isEdited: boolean): string {
  if (directory === null) return 'reading the first test sentence…';
  if (original.trim() === '') return '';
  return isEdited ? 'edited: the marks beside the prediction show what it was' : 'change it, and everything moves';
}

/** Errors of the engine begin small, if not with a name, and end without a stop. */
export function asSentence(message: string): string {
  const start = /^[a-z]+ /.test(message) ? message.charAt(0).toUpperCase() + message.slice(1) : message;
  return start + (/[.!?]$/.test(message) ? '' : '.');
}
