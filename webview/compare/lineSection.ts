import type { Change, Changes, Line, Problem, Reading, Runs, Token } from '../../src/protocol/compare.ts';
import { button, smallButton } from '../shared/controls.ts';
import { h, setText } from '../shared/dom.ts';
import { decimals, grouped, percent } from '../../src/common/format.ts';
import { sectionHead } from '../shared/sectionHead.ts';
import { letterOf } from './letters.ts';

export interface LineActions {
  readonly more: () => void;
  readonly open: (directory: string, index: number) => void;
}

/** The test texts whose prediction changed, with the tokens as both models weigh them. */
export class LineSection {
  readonly element: HTMLElement;
  readonly #summary = h('p', { role: 'status' });
  readonly #list = h('div', { class: 'lines' });
  readonly #more: HTMLElement;
  #runs: Runs | null = null;
  #all = 0;
  private readonly actions: LineActions;

  constructor(actions: LineActions) {
    this.actions = actions;
    this.#more = button('Show more', () => {
      this.#more.toggleAttribute('disabled', true);
      actions.more();
    });
    this.element = h(
      'section',
      { id: 'lines' },
      sectionHead('Changed predictions', 'the most confident first; shaded by keep probability'),
      this.#summary,
      this.#list,
      this.#more,
    );
    this.#more.hidden = true;
  }

  /** Of other runs, or other ones of them, nothing is known yet. */
  showRuns(runs: Runs): void {
    const isOther = this.#runs?.state.from !== runs.state.from || this.#runs.state.to !== runs.state.to;
    this.#runs = runs;
    if (!isOther) return;
    this.#list.replaceChildren();
    this.#more.hidden = true;
    setText(this.#summary, '');
  }

  begin({ texts, mended, broken, wrong }: Changes): void {
    const [from, to] = this.#letters();
    this.#all = mended + broken + wrong;
    const kinds = [
      `${grouped(mended)} right in ${to} only`,
      `${grouped(broken)} right in ${from} only`,
      ...(wrong === 0 ? [] : [`${grouped(wrong)} wrong in both`]),
    ];
    const rest = this.#all === 0 ? '' : `: ${kinds.join(', ')}`;
    setText(this.#summary, `${grouped(this.#all)} of ${grouped(texts)} test texts${rest}.`);
    this.#list.replaceChildren();
    this.#more.hidden = true;
  }

  add(line: Line): void {
    this.#list.append(this.#article(line));
    this.#more.toggleAttribute('disabled', false);
    this.#more.hidden = this.#list.childElementCount >= this.#all;
  }

  fail({ message, remedy }: Problem): void {
    setText(this.#summary, `${message}. ${remedy}`);
    this.#more.hidden = true;
  }

  #letters(): [string, string] {
    const { runs, state } = this.#runs!;
    const letter = (directory: string) => letterOf(runs.findIndex((run) => run.directory === directory));
    return [letter(state.from), letter(state.to)];
  }

  #article({ index, label, place, change, from, to }: Line): HTMLElement {
    const letters = this.#letters();
    const { state } = this.#runs!;
    const row = (letter: string, directory: string, reading: Reading) => [
      h(
        'div',
        { class: 'said' },
        h('b', {}, letter),
        h(
          'span',
          { class: reading.predicted === label ? 'right' : 'wrong' },
          `${reading.predicted === label ? '✓' : '✗'} ${reading.predicted}`,
        ),
        h('span', { class: 'muted' }, percent(reading.probability)),
        smallButton('neurons', `Open in the neuron panel by ${letter}`, () => this.actions.open(directory, index)),
      ),
      h('p', { class: 'tokens' }, ...reading.tokens.flatMap(token)),
    ];
    return h(
      'article',
      { 'aria-label': `Text ${index + 1}` },
      h(
        'header',
        {},
        h('span', { class: 'muted' }, place),
        h('span', {}, `is ${label}`),
        h('span', { class: `change ${change}` }, verdict(change, letters)),
      ),
      h('div', { class: 'readings' }, ...row(letters[0], state.from, from), ...row(letters[1], state.to, to)),
    );
  }
}

function verdict(change: Change, [from, to]: readonly [string, string]): string {
  return change === 'wrong' ? 'wrong in both' : `right in ${change === 'mended' ? to : from} only`;
}

function token({ text, known, keep }: Token): (HTMLElement | string)[] {
  const facts = [keep === null ? '' : `keep probability ${decimals(keep, 2)}`, known ? '' : 'read as <UNK>'];
  const title = facts.filter(Boolean).join(', ');
  return [h('span', { class: known ? 'token' : 'token unknown', title, style: `--keep: ${keep ?? 0}` }, text), ' '];
}
