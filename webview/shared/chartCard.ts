import { Chart } from 'chart.js';
import { chartConfig, datasetsOf, optionsOf, pictureConfig, type ChartForm } from './chartConfig.ts';
import { smallButton } from './controls.ts';
import { h, setText } from './dom.ts';
import { exact } from '../../src/common/format.ts';
import { csvOf, describe, samePlot, tableOf, type Plot } from './plot.ts';
import type { Theme } from './theme.ts';

/** A file to be kept: base64 of a PNG, or the text of a CSV. */
export interface ExportedFile {
  /** Without extension. */
  readonly name: string;
  readonly format: 'png' | 'csv';
  readonly content: string;
}

export interface CardForm extends ChartForm {
  /** Of exported files, without extension. */
  readonly name: string;
}

/** A chart with its title, its table of values and its exports. Takes its place also while it has nothing to show. */
export class ChartCard {
  readonly element: HTMLElement;
  readonly #canvas = h('canvas', { role: 'img' });
  readonly #empty = h('p', { class: 'empty muted' });
  readonly #table = h('div', { class: 'values', tabindex: 0, role: 'group', hidden: true });
  readonly #tableButton: HTMLElement;
  readonly #buttons: HTMLElement;
  readonly #chart: Chart<'line', Plot['lines'][number]['points'][number][]>;
  #plot: Plot = { lines: [] };
  /** Whether the chart shows an older plot or theme. */
  #stale = false;
  #inView = false;
  private readonly form: CardForm;
  private theme: Theme;
  private readonly keep: (file: ExportedFile) => void;

  constructor(form: CardForm, theme: Theme, keep: (file: ExportedFile) => void) {
    this.form = form;
    this.theme = theme;
    this.keep = keep;
    const { title, key } = form;
    this.#tableButton = smallButton({ text: 'Table' }, `Table of values: ${title}`, () => this.#toggleTable());
    this.#tableButton.setAttribute('aria-expanded', 'false');
    this.#buttons = h(
      'span',
      { class: 'buttons' },
      this.#tableButton,
      smallButton({ text: 'PNG' }, `Save as PNG: ${title}`, () => this.#keepPicture()),
      smallButton({ text: 'CSV' }, `Save as CSV: ${title}`, () => this.#keepTable()),
    );
    this.#canvas.setAttribute('aria-label', title); // until it is drawn
    this.#table.setAttribute('aria-label', `Values: ${title}`);
    this.element = h(
      'figure',
      { class: 'card' },
      h('figcaption', {}, h('h3', { title }, title), this.#buttons),
      h('p', { class: 'key muted' }, key),
      h('div', { class: 'content' }, h('div', { class: 'plot' }, this.#canvas, this.#empty), this.#table),
    );
    this.#chart = new Chart(this.#canvas, chartConfig(form, this.#plot, theme));
    new IntersectionObserver((entries) => this.#look(entries.at(-1)!.isIntersecting)).observe(this.element);
  }

  /** Draws a plot; `whyEmpty` stands in its place where it has no points. */
  show(plot: Plot, whyEmpty: string): void {
    const empty = plot.lines.every(({ points }) => points.length === 0);
    setText(this.#empty, empty ? whyEmpty : '');
    this.#canvas.style.visibility = empty ? 'hidden' : 'visible';
    this.#buttons.hidden = empty;
    if (samePlot(plot, this.#plot)) return;
    this.#plot = plot;
    this.#stale = true;
    if (this.#inView) this.#draw();
  }

  retheme(theme: Theme): void {
    this.theme = theme;
    this.#stale = true;
    if (this.#inView) this.#draw();
  }

  /** Charts that nobody sees are drawn when they come into view. */
  #look(inView: boolean): void {
    this.#inView = inView;
    if (inView && this.#stale) this.#draw();
  }

  #draw(): void {
    this.#stale = false;
    this.#chart.options = optionsOf(this.form, this.#plot, this.theme);
    this.#chart.data.datasets = datasetsOf(this.#plot, this.theme);
    this.#chart.update('none');
    this.#canvas.setAttribute('aria-label', `${this.form.title}. ${describe(this.#plot, exact)}`);
    if (!this.#table.hidden) this.#fillTable();
  }

  #toggleTable(): void {
    this.#table.hidden = !this.#table.hidden;
    this.#tableButton.setAttribute('aria-expanded', String(!this.#table.hidden));
    this.element.classList.toggle('wide', !this.#table.hidden);
    if (!this.#table.hidden) this.#fillTable();
  }

  #fillTable(): void {
    const { header, rows } = tableOf(this.#plot, this.form.xTitle);
    const cells = (row: readonly (number | null)[]) =>
      row.map((value, i) => (i === 0 ? h('th', { scope: 'row' }, exact(value)) : h('td', {}, exact(value))));
    const table = h(
      'table',
      { class: 'figures' },
      h('caption', { class: 'unseen' }, this.form.title),
      h('thead', {}, h('tr', {}, ...header.map((name) => h('th', { scope: 'col' }, name)))),
      h('tbody', {}, ...rows.map((row) => h('tr', {}, ...cells(row)))),
    );
    this.#table.replaceChildren(table);
  }

  #keepTable(): void {
    const content = csvOf(tableOf(this.#plot, this.form.xTitle));
    this.keep({ name: this.form.name, format: 'csv', content });
  }

  /** Drawn anew: twice as fine, with a title, a legend and the theme's background. */
  #keepPicture(): void {
    const canvas = h('canvas', { width: Math.max(480, this.#chart.width), height: Math.max(320, this.#chart.height) });
    const picture = new Chart(canvas, pictureConfig(this.form, this.#plot, this.theme));
    const [, content = ''] = canvas.toDataURL('image/png').split(',');
    picture.destroy();
    this.keep({ name: this.form.name, format: 'png', content });
  }
}
