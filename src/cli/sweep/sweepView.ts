import type { ElementEnd } from '../../client/sweep/elementProcess.ts';
import type { QueueListener } from '../../client/slurm/queueListener.ts';
import { settingsText, valueText, type Element } from '../../core/sweep/readSweep.ts';
import { isWatched } from '../output/bar.ts';
import { errorColors } from '../output/colors.ts';
import { clock } from '../../common/format.ts';
import type { ElementEvent } from '../output/documents.ts';
import { note, printEvent } from '../output/print.ts';
import { table, width } from '../output/table.ts';

/** An element's state; while it runs, its progress from 0 to 1. */
export type Cell = 'waiting' | 'done' | 'failed' | 'stopped' | number;

const levels = '▁▂▃▄▅▆▇█';
const redrawIntervalMs = 150;

/** Shows the progress of a sweep: in a terminal a grid that fills, else a line per element that ends, or its events as JSON. */
export class SweepView implements QueueListener {
  readonly #cells: Cell[];
  readonly #startedMs = performance.now();
  readonly #timer: NodeJS.Timeout | null;
  /** Why elements wait, as last reported. */
  readonly #reasons = new Map<number, string>();
  #drawnLines = 0;
  private readonly elements: readonly Element[];
  private readonly json: boolean;

  constructor(elements: readonly Element[], done: readonly boolean[], json: boolean) {
    this.elements = elements;
    this.json = json;
    this.#cells = done.map((isDone) => (isDone ? 'done' : 'waiting'));
    this.#timer = !json && isWatched() ? setInterval(() => this.#draw(), redrawIntervalMs) : null;
  }

  running(number: number, share: number): void {
    const wasWaiting = this.#cells[number - 1] === 'waiting';
    this.#cells[number - 1] = share;
    this.#reasons.delete(number);
    if (this.json && wasWaiting) this.#event(number, { state: 'running' });
  }

  waiting(number: number, reason: string): void {
    this.#cells[number - 1] = 'waiting';
    if (this.json && this.#reasons.get(number) !== reason) this.#event(number, { state: 'waiting', reason });
    this.#reasons.set(number, reason);
  }

  blocked(number: number, reason: string): void {
    this.waiting(number, reason);
    if (this.json) return;
    this.#clear();
    note(`${this.#count()}  waiting  ${settingsText(this.elements[number - 1]!.settings)}: ${reason}`);
  }

  announced(text: string): void {
    if (this.json) return printEvent({ kind: 'note', text });
    this.#clear();
    note(text);
  }

  ended(number: number, end: ElementEnd): void {
    this.#cells[number - 1] = end.state;
    if (this.json) this.#event(number, end);
    else if (!this.#timer || end.state === 'failed') this.#line(number, end);
  }

  /** Call it after other lines were written: the grid is then drawn again below them. */
  readonly startBelow = (): void => {
    this.#drawnLines = 0;
  };

  /** Draws the final grid, which stays on the screen. */
  close(): void {
    if (!this.#timer) return;
    clearInterval(this.#timer);
    this.#draw();
  }

  #event(number: number, end: Pick<ElementEvent, 'state' | 'reason'>): void {
    printEvent({ kind: 'element', number, settings: this.elements[number - 1]!.settings, ...end });
  }

  #line(number: number, end: ElementEnd): void {
    this.#clear();
    const why = end.state === 'failed' ? `: ${end.reason}` : '';
    note(
      `${this.#count()}  ${end.state === 'done' ? '' : `${colored(end.state, end.state)}  `}${settingsText(this.elements[number - 1]!.settings)}${why}`,
    );
  }

  #count(): string {
    const done = this.#cells.filter((cell) => cell === 'done').length;
    return `${done}/${this.#cells.length} done`;
  }

  #draw(): void {
    this.#clear();
    const seconds = (performance.now() - this.#startedMs) / 1000;
    const grid = gridLines(this.elements, this.#cells, terminalSize(process.stderr));
    const lines = [...grid, `${this.#count()}  ${clock(seconds)}`];
    note(...lines);
    this.#drawnLines = lines.length;
  }

  #clear(): void {
    if (this.#drawnLines > 0) process.stderr.write(`\x1b[${this.#drawnLines}A\x1b[0J`);
    this.#drawnLines = 0;
  }
}

/** A line per combination with a symbol for each of its seeds; if that is too large for the terminal, the symbols alone. */
export function gridLines(
  elements: readonly Element[],
  cells: readonly Cell[],
  { columns, rows }: ReturnType<typeof terminalSize>,
): string[] {
  const groups = new Map<string, string[]>();
  elements.forEach(({ settings }, i) => {
    const name = Object.entries(settings).flatMap(([field, value]) =>
      field === 'seed' ? [] : `${field} ${valueText(value)}`,
    );
    const key = name.join('  ');
    groups.set(key, [...(groups.get(key) ?? []), symbol(cells[i]!)]);
  });
  const widest = Math.max(...Array.from(groups, ([name, symbols]) => width(name) + 1 + 2 * symbols.length));
  if (groups.size + 3 < rows && widest < columns) {
    return table(
      Array.from(groups, ([name, symbols]) => [name, symbols.join(' ')]),
      'll',
      { columns },
    );
  }
  const all = cells.map(symbol);
  const lines = Array.from({ length: Math.ceil(all.length / (columns - 1)) }, (_, i) =>
    all.slice(i * (columns - 1), (i + 1) * (columns - 1)).join(''),
  );
  return lines.slice(0, rows - 3);
}

/** A terminal that does not know its size reports 0. */
function terminalSize({ columns, rows }: { readonly columns?: number; readonly rows?: number }) {
  return { columns: columns || 80, rows: rows || 24 };
}

function symbol(cell: Cell): string {
  if (typeof cell === 'number') {
    return errorColors.cyan(levels[Math.min(levels.length - 1, Math.floor(cell * levels.length))]);
  }
  return colored(cell, { waiting: '·', done: '✓', failed: '✗', stopped: '–' }[cell]);
}

function colored(state: Exclude<Cell, number>, text: string): string {
  const { dim, green, red, yellow } = errorColors;
  return { waiting: dim, done: green, failed: red, stopped: yellow }[state](text);
}
