import { Chart } from 'chart.js';
import type { SweepPoint, SweepResult } from '../../src/protocol/sweep.ts';
import { smallButton } from '../shared/controls.ts';
import { h } from '../shared/dom.ts';
import type { Theme } from '../shared/theme.ts';
import { estimateWords, paretoConfig, pointWords } from './paretoConfig.ts';

/** Accuracy and SRS of every combination with both, and the same as a table. */
export class ParetoCard {
  readonly element: HTMLElement;
  readonly #canvas = h('canvas', { role: 'img', 'aria-label': 'Accuracy and SRS' });
  readonly #table = h('div', { class: 'values', tabindex: 0, role: 'group', 'aria-label': 'Values: accuracy and SRS' });
  #chart: Chart<'scatter', unknown[]> | null = null;
  #shown: Pick<SweepResult, 'points' | 'srsName'> = { points: [], srsName: 'SRS' };
  private theme: Theme;

  constructor(theme: Theme, save: () => void) {
    this.theme = theme;
    const svg = smallButton({ text: 'SVG' }, 'Save as SVG: accuracy and SRS', save);
    this.element = h(
      'figure',
      { class: 'card' },
      h('figcaption', {}, h('h3', {}, 'Accuracy and SRS'), h('span', { class: 'buttons' }, svg)),
      h('p', { class: 'key muted' }, 'up and to the right is better; bars: 95 % intervals; dots: the Pareto front'),
      h('div', { class: 'content' }, h('div', { class: 'plot' }, this.#canvas), this.#table),
    );
  }

  show({ points, srsName }: SweepResult): void {
    this.#shown = { points, srsName };
    this.#draw();
    this.#table.replaceChildren(table(points, srsName));
    const words = points.map((point) => `${point.name}: ${pointWords(point, srsName)}.`);
    this.#canvas.setAttribute('aria-label', `Accuracy and ${srsName}. ${words.join(' ')}`);
  }

  retheme(theme: Theme): void {
    this.theme = theme;
    this.#draw();
  }

  #draw(): void {
    const { points, srsName } = this.#shown;
    this.#chart?.destroy();
    this.#chart = new Chart(this.#canvas, paretoConfig(points, srsName, this.theme));
  }
}

function table(points: readonly SweepPoint[], srsName: string): HTMLElement {
  const row = ({ number, name, accuracy, srs, front }: SweepPoint) =>
    h(
      'tr',
      {},
      h('td', {}, String(number)),
      h('th', { scope: 'row' }, name),
      h('td', {}, estimateWords(accuracy)),
      h('td', {}, estimateWords(srs)),
      h('td', { class: 'text' }, front ? 'front' : ''),
    );
  const heads = ['', 'setting', 'accuracy %', srsName, 'Pareto'];
  return h(
    'table',
    { class: 'figures' },
    h('caption', { class: 'unseen' }, `Accuracy and ${srsName}`),
    h('thead', {}, h('tr', {}, ...heads.map((name) => h('th', { scope: 'col' }, name)))),
    h('tbody', {}, ...points.map(row)),
  );
}
