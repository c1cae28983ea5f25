import type { Action, RunItem } from '../../src/protocol/dashboard.ts';
import { checkbox, smallButton } from '../shared/controls.ts';
import { h, setText } from '../shared/dom.ts';
import { decimals, percent } from '../../src/common/format.ts';
import { timeOf } from '../shared/names.ts';
import { swatch } from '../shared/swatch.ts';

export interface RunListActions {
  readonly choose: (directory: string, shown: boolean) => void;
  readonly act: (action: Action, directory: string) => void;
}

/** The runs of the experiment, newest first; those with a check mark are drawn. Rows stay while their figures change. */
export class RunList {
  readonly element: HTMLElement;
  readonly #body = h('tbody');
  readonly #note = h('p', { class: 'note', role: 'status' });
  readonly #rows = new Map<string, RunRow>();
  private readonly actions: RunListActions;

  constructor(actions: RunListActions) {
    this.actions = actions;
    const columns = ['Run', 'State', 'Epochs', 'Accuracy', 'SRS'];
    const head = h('tr', {}, h('td'), ...columns.map((name) => h('th', { scope: 'col' }, name)), h('td'));
    const caption = h('caption', { class: 'unseen' }, 'Runs of the experiment');
    const table = h('table', { class: 'figures runs' }, caption, h('thead', {}, head), this.#body);
    this.element = h('section', { id: 'runs' }, h('div', { class: 'scroll', tabindex: -1 }, table), this.#note);
  }

  show(runs: readonly RunItem[], note: string | null, canCompute: boolean): void {
    setText(this.#note, note ?? '');
    const rows = runs.map((run) => this.#rowOf(run.directory));
    rows.forEach((row, i) => {
      row.show(runs[i]!, canCompute);
      const place = this.#body.children[i];
      if (place !== row.element) this.#body.insertBefore(row.element, place ?? null);
    });
    for (const [directory, row] of this.#rows) {
      if (rows.includes(row)) continue;
      row.element.remove();
      this.#rows.delete(directory);
    }
  }

  #rowOf(directory: string): RunRow {
    const row = this.#rows.get(directory) ?? new RunRow(directory, this.actions);
    this.#rows.set(directory, row);
    return row;
  }
}

class RunRow {
  readonly element: HTMLElement;
  readonly #box: ReturnType<typeof checkbox>;
  readonly #swatch = h('span', { class: 'swatch' });
  readonly #time = h('span', { class: 'time' });
  readonly #variant = h('span', { class: 'variant muted' });
  readonly #state = h('td', { class: 'state' });
  readonly #epochs = h('td');
  readonly #accuracy = h('td');
  readonly #srs = h('td');
  readonly #buttons: Readonly<Record<'resume' | 'evaluate' | 'openNeurons', HTMLElement>>;
  #shown = false;

  constructor(directory: string, { choose, act }: RunListActions) {
    this.#box = checkbox('Draw this run', (checked) => {
      if (checked !== this.#shown) choose(directory, checked);
    });
    this.#buttons = {
      resume: smallButton('resume', 'Resume training', () => act('resume', directory)),
      evaluate: smallButton('evaluate', 'Evaluate', () => act('evaluate', directory)),
      openNeurons: smallButton('neurons', 'Open neuron panel', () => act('openNeurons', directory)),
    };
    const reveal = smallButton('folder', 'Reveal folder', () => act('revealRun', directory));
    const name = h('th', { scope: 'row' }, this.#swatch, h('span', { class: 'name' }, this.#time, this.#variant));
    const buttons = h('td', { class: 'buttons' }, ...Object.values(this.#buttons), reveal);
    const figures = [this.#state, this.#epochs, this.#accuracy, this.#srs];
    this.element = h('tr', {}, h('td', {}, this.#box), name, ...figures, buttons);
  }

  show(run: RunItem, canCompute: boolean): void {
    this.#shown = run.slot !== null;
    this.#box.checked = this.#shown;
    this.#box.setAttribute('aria-label', `Draw the run of ${timeOf(run.started)}`);
    this.#showSwatch(run.slot);
    setText(this.#time, timeOf(run.started));
    this.#time.title = run.id;
    setText(this.#variant, run.variant);
    this.#variant.title = run.variant;
    setText(this.#state, run.status);
    this.#state.dataset['state'] = run.status;
    this.#state.title = run.reason ?? '';
    setText(this.#epochs, String(run.epochs));
    setText(this.#accuracy, `${percent(run.accuracy)}${run.accuracy === null ? '' : ` ${run.accuracySplit}`}`);
    setText(this.#srs, decimals(run.srs, 1));
    const { resume, evaluate, openNeurons } = this.#buttons;
    resume.hidden = !run.canResume || !canCompute;
    evaluate.hidden = run.evaluated || !run.canExplain || run.status === 'running' || !canCompute;
    openNeurons.hidden = !run.canExplain;
  }

  #showSwatch(slot: number | null): void {
    if (this.#swatch.dataset['slot'] === String(slot)) return;
    this.#swatch.dataset['slot'] = String(slot);
    this.#swatch.replaceChildren(...(slot === null ? [] : [swatch(slot)]));
  }
}
