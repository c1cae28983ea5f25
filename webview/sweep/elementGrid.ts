import type { SweepCell, SweepGrid } from '../../src/protocol/sweep.ts';
import { h, setText } from '../shared/dom.ts';
import { cellName, cellStates, stateWords } from './cellWords.ts';
import { gridMove, type Place } from './gridMoves.ts';

/** The elements as a grid that fills; one tab stop, arrows move in it. Pointing at a cell, or moving to it, tells of it below. */
export class ElementGrid {
  readonly element: HTMLElement;
  readonly #scroll = h('div', { class: 'scroll' });
  readonly #legend = h('ul', { class: 'states', 'aria-label': 'Elements by state' });
  readonly #detail = h('p', { class: 'detail muted', 'aria-live': 'polite' });
  readonly #boxes = new Map<number, Box>();
  #rows: readonly (readonly Box[])[] = [];
  #pointed: Box | null = null;
  private readonly open: (number: number) => void;

  constructor(open: (number: number) => void) {
    this.open = open;
    this.element = h('div', {}, this.#legend, this.#scroll, this.#detail);
  }

  get cells(): readonly SweepCell[] {
    return [...this.#boxes.values()].flatMap(({ cell }) => cell ?? []);
  }

  /** Another sweep: nothing is known of its cells yet. */
  lay(grid: SweepGrid): void {
    this.#boxes.clear();
    this.#pointed = null;
    this.#rows = grid.rows.map(({ values, elements }) =>
      elements.map((number, column) => this.#box(number, cellName(grid, values, column))),
    );
    const first = this.#rows[0]?.[0];
    if (first) first.element.tabIndex = 0;
    const heads = [
      ...grid.fields.map((field) => [field, 'name']),
      ...grid.seeds.map((seed) => [`seed ${seed}`, 'seed']),
    ];
    const table = h(
      'table',
      { class: 'elements', role: 'grid', 'aria-label': 'Elements of the sweep', 'aria-readonly': 'true' },
      h('thead', {}, h('tr', {}, ...heads.map(([text, kind]) => h('th', { scope: 'col', class: kind! }, text!)))),
      h('tbody', {}, ...grid.rows.map(({ values }, row) => this.#row(values, row))),
    );
    table.addEventListener('keydown', (event) => this.#move(event));
    this.#scroll.replaceChildren(table);
    this.#tell();
  }

  show(cells: readonly SweepCell[]): void {
    for (const cell of cells) this.#boxes.get(cell.number)?.show(cell);
    this.#count();
    this.#tell();
  }

  #row(values: readonly string[], row: number): HTMLElement {
    const names = values.map((value) => h('th', { scope: 'row', class: 'name' }, value));
    return h('tr', {}, ...names, ...this.#rows[row]!.map(({ element }) => element));
  }

  #box(number: number, name: string): Box {
    const box = new Box(name);
    const { element } = box;
    const point = () => this.#point(box);
    element.addEventListener('mouseenter', point);
    element.addEventListener('mouseleave', () => this.#point(null));
    element.addEventListener('focus', point);
    element.addEventListener('click', () => box.cell?.opens && this.open(number));
    this.#boxes.set(number, box);
    return box;
  }

  #point(box: Box | null): void {
    this.#pointed = box ?? [...this.#boxes.values()].find(({ element }) => element === document.activeElement) ?? null;
    this.#tell();
  }

  #tell(): void {
    const box = this.#pointed;
    setText(this.#detail, box?.cell ? `${box.name}: ${stateWords(box.cell)}` : '');
  }

  #count(): void {
    const all = this.cells;
    const entries = cellStates.flatMap(({ state, sign }) => {
      const count = all.filter((cell) => cell.state === state).length;
      return count === 0 ? [] : [{ state, sign, text: `${count} ${state}` }];
    });
    const key = entries.map(({ text }) => text).join();
    if (this.#legend.dataset['key'] === key) return;
    this.#legend.dataset['key'] = key;
    const items = entries.map(({ state, sign, text }) =>
      h('li', {}, h('span', { class: 'box', 'data-state': state, 'aria-hidden': 'true' }, sign), text),
    );
    this.#legend.replaceChildren(...items);
  }

  #move(event: KeyboardEvent): void {
    const place = this.#focused();
    const box = place && this.#rows[place.row]![place.column]!;
    if (!box) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      return box.element.click();
    }
    const to = gridMove(event.key, event.ctrlKey, place, this.#rows.length, this.#rows[0]!.length);
    if (!to) return;
    event.preventDefault();
    const next = this.#rows[to.row]![to.column]!.element;
    box.element.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }

  #focused(): Place | null {
    for (const [row, boxes] of this.#rows.entries()) {
      const column = boxes.findIndex(({ element }) => element === document.activeElement);
      if (column >= 0) return { row, column };
    }
    return null;
  }
}

/** A cell of the grid. */
class Box {
  readonly #sign = h('span', { class: 'box', 'data-state': 'waiting' });
  readonly element = h('td', { role: 'gridcell', tabindex: -1 }, this.#sign);
  cell: SweepCell | null = null;
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  show(cell: SweepCell): void {
    this.cell = cell;
    this.#sign.dataset['state'] = cell.state;
    setText(this.#sign, cellStates.find(({ state }) => state === cell.state)!.sign);
    this.#sign.style.setProperty('--share', String(cell.share ?? 0));
    this.element.classList.toggle('opens', cell.opens);
    const hint = cell.opens ? '. Opens its run' : '';
    this.element.setAttribute('aria-label', `${this.name}: ${stateWords(cell)}${hint}`);
  }
}
