import type { FromSweep, SweepCell, SweepOverview, SweepResult, SweepStatus } from '../../src/protocol/sweep.ts';
import { button, smallButton } from '../shared/controls.ts';
import { h } from '../shared/dom.ts';
import { onThemeChange, readTheme } from '../shared/theme.ts';
import { shareOfAll } from './cellWords.ts';
import { DifferencesSection } from './differencesSection.ts';
import { ElementGrid } from './elementGrid.ts';
import { Header } from './header.ts';
import { ParetoCard } from './paretoCard.ts';
import { resultTable } from './resultTable.ts';
import { section } from './section.ts';

/** The document: made once, then kept up to date. */
export class SweepView {
  readonly #header: Header;
  readonly #grid: ElementGrid;
  readonly #pareto: ParetoCard;
  readonly #differences: DifferencesSection;
  readonly #combinations = section('result', 'Result');
  readonly #plot: HTMLElement;
  readonly #elements: HTMLElement;
  readonly #missing: HTMLElement;
  readonly #none = h('p', { class: 'muted' }, 'Means and intervals stand here once an element is done.');
  #overview: SweepOverview | null = null;
  #status: SweepStatus = { state: 'idle', seconds: null, secondsLeft: null, note: null };
  /** The grid that is laid. */
  #laid = '';

  constructor(send: (message: FromSweep) => void) {
    this.#header = new Header(
      () => send({ kind: 'run' }),
      () => send({ kind: 'stop' }),
    );
    this.#grid = new ElementGrid((number) => send({ kind: 'open', number }));
    this.#pareto = new ParetoCard(readTheme(), () => send({ kind: 'save', what: 'plot' }));
    this.#differences = new DifferencesSection((field) => send({ kind: 'compare', field }));
    this.#combinations.tools.append(...exportButtons(send));
    this.#elements = h('section', { id: 'elements' }, this.#grid.element);
    this.#plot = h('section', { id: 'pareto' }, this.#pareto.element);
    this.#missing = missing(() => send({ kind: 'openExperiment' }));
    const result = [this.#combinations.element, this.#plot, this.#differences.element];
    const main = h('main', {}, this.#missing, this.#elements, this.#none, ...result);
    document.body.append(this.#header.element, main);
    onThemeChange((theme) => this.#pareto.retheme(theme));
    this.showResult(null);
  }

  showOverview(overview: SweepOverview): void {
    const { grid } = overview;
    this.#overview = overview;
    this.#missing.hidden = grid !== null;
    this.#elements.hidden = grid === null;
    const text = JSON.stringify(grid);
    if (grid && text !== this.#laid) this.#grid.lay(grid);
    this.#laid = text;
    this.#showHeader();
  }

  showCells(cells: readonly SweepCell[]): void {
    this.#grid.show(cells);
    this.#showHeader();
  }

  showStatus(status: SweepStatus): void {
    this.#status = status;
    this.#showHeader();
  }

  showResult(result: SweepResult | null): void {
    this.#none.hidden = result !== null || this.#overview?.grid == null;
    this.#combinations.element.hidden = result === null;
    this.#plot.hidden = result === null || result.points.length === 0;
    this.#differences.show(result);
    if (!result) return;
    const { combinations } = result;
    const fields = combinations.header.indexOf('seeds');
    this.#combinations.show(combinations.title, resultTable(combinations, fields));
    if (!this.#plot.hidden) this.#pareto.show(result);
  }

  #showHeader(): void {
    if (!this.#overview) return;
    const { title, trusted, grid } = this.#overview;
    const cells = grid ? this.#grid.cells : [];
    const done = cells.filter(({ state }) => state === 'done').length;
    const begun = cells.some(({ state }) => state !== 'waiting');
    const headline = { title, trusted, done, of: cells.length, begun, share: shareOfAll(cells) };
    this.#header.show(headline, this.#status);
  }
}

function exportButtons(send: (message: FromSweep) => void): HTMLElement[] {
  const forms = [
    ['md', 'Markdown'],
    ['latex', 'LaTeX'],
    ['csv', 'CSV'],
  ] as const;
  const copies = forms.map(([form, name]) =>
    smallButton({ text: name }, `Copy the tables as ${name}`, () => send({ kind: 'copy', form })),
  );
  const save = smallButton({ text: 'Save…' }, 'Save the tables as Markdown, LaTeX or CSV', () =>
    send({ kind: 'save', what: 'tables' }),
  );
  return [h('span', { class: 'muted' }, 'Copy:'), ...copies, save];
}

function missing(open: () => void): HTMLElement {
  return h(
    'div',
    { class: 'welcome', hidden: true },
    h('h2', {}, 'No sweep'),
    h(
      'p',
      { class: 'muted' },
      'The experiment has no "sweep", or has errors. A sweep is a list of values for any fields:',
    ),
    h('pre', {}, '"sweep": { "safr.preset": ["plain", "safr"], "seed": [1, 2, 3] }'),
    button('Open Experiment', open),
  );
}
