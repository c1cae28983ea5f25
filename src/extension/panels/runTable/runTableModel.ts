import { columnsOf, type Column, type RunTitles } from '../../../core/comparison/runTable/columns.ts';
import { tableCsv } from '../../../core/comparison/runTable/csv.ts';
import { parseFilter, type Filter } from '../../../core/comparison/runTable/filter.ts';
import { rowsOf, type Row } from '../../../core/comparison/runTable/rows.ts';
import type { Run } from '../../../core/runs/readRun.ts';
import type { FromRunTable, RunTableMessage, RunTableRow, RunTableState } from '../../../protocol/runTable.ts';
import { columnMessage, rowMessage } from './runTableCells.ts';

const changes = ['sort', 'filter', 'group', 'show', 'select', 'selectAll', 'expand'] as const;

/** What the panel asks for that changes the table. */
type TableChange = Extract<FromRunTable, { readonly kind: (typeof changes)[number] }>;

export function isTableChange(message: FromRunTable): message is TableChange {
  return (changes as readonly string[]).includes(message.kind);
}

export const initialState: RunTableState = {
  ...{ sort: null, filter: '', grouped: false, columns: {}, selected: [] },
};
/** Selected runs that survive a reload of the window. */
const maxKept = 500;

/** The table of runs as the panel shows it: which columns and rows, in which order, and what is selected. */
export class RunTableModel {
  readonly #titles: RunTitles;
  readonly #contextOf: (run: Run) => string;
  #state: RunTableState;
  /** The newest first. */
  #runs: readonly Run[] = [];
  #columns: readonly Column[] = [];
  #filter: Filter = { accepts: () => true, problem: null };
  #matching: readonly Run[] = [];
  #rows: readonly Row[] = [];
  #generation = 0;
  /** Directories. */
  readonly #selected: Set<string>;
  /** Keys of groups. */
  readonly #expanded = new Set<string>();

  /** `contextOf`: the words that `when` clauses of a run's menu look for. */
  constructor(state: RunTableState, titles: RunTitles, contextOf: (run: Run) => string) {
    this.#state = state;
    this.#selected = new Set(state.selected);
    this.#titles = titles;
    this.#contextOf = contextOf;
  }

  /** `runs`: the newest first. */
  setRuns(runs: readonly Run[]): void {
    this.#runs = runs;
    this.#columns = columnsOf(runs, this.#titles);
    const directories = new Set(runs.map(({ directory }) => directory));
    for (const directory of this.#selected) if (!directories.has(directory)) this.#selected.delete(directory);
    this.#filterRuns();
  }

  change(change: TableChange): void {
    const state = this.#state;
    switch (change.kind) {
      case 'sort':
        this.#state = { ...state, sort: nextSort(state.sort, change.column) };
        return this.#arrange();
      case 'filter':
        this.#state = { ...state, filter: change.text };
        return this.#filterRuns();
      case 'group':
        this.#state = { ...state, grouped: change.on };
        return this.#arrange();
      case 'show':
        this.#state = { ...state, columns: { ...state.columns, [change.column]: change.on } };
        return;
      case 'select':
        return this.#select(this.#between(change.from, change.to), change.on);
      case 'selectAll':
        return this.#select(change.on ? this.#rows : null, change.on);
      case 'expand':
        if (change.on) this.#expanded.add(change.key);
        else this.#expanded.delete(change.key);
        return this.#arrange();
      default:
        change satisfies never;
    }
  }

  /** In the order of the table, where they are listed. */
  get selected(): Run[] {
    const listed = new Set(this.#rows.flatMap(({ runs }) => runs));
    const others = this.#runs.filter((run) => !listed.has(run));
    return [...listed, ...others].filter(({ directory }) => this.#selected.has(directory));
  }

  /** The first run of a row. */
  runOf(key: string): Run | undefined {
    return this.#rows.find((row) => row.key === key)?.runs[0];
  }

  get message(): RunTableMessage {
    return {
      kind: 'table',
      generation: this.#generation,
      ...{ count: this.#rows.length, matching: this.#matching.length, total: this.#runs.length },
      selected: this.#selected.size,
      columns: this.#columns.map((column) =>
        columnMessage(column, this.#isShown(column), this.#runs, this.#state.grouped),
      ),
      problem: this.#filter.problem,
      state: { ...this.#state, selected: this.#selected.size > maxKept ? [] : [...this.#selected] },
    };
  }

  rowsFrom(start: number, count: number): { generation: number; start: number; rows: RunTableRow[] } {
    const columns = this.#shown;
    const rows = this.#rows.slice(start, start + count).map((row) => ({
      ...rowMessage(row, columns, this.#contextOf),
      isExpanded: this.#expanded.has(row.key),
      isSelected: row.runs.every(({ directory }) => this.#selected.has(directory)),
    }));
    return { generation: this.#generation, start, rows };
  }

  get csv(): string {
    return tableCsv(this.#rows, this.#shown, this.#state.grouped);
  }

  get #shown(): Column[] {
    return this.#columns.filter((column) => this.#isShown(column));
  }

  #isShown({ id, isShown }: Column): boolean {
    return id === 'name' || (this.#state.columns[id] ?? isShown);
  }

  #filterRuns(): void {
    this.#filter = parseFilter(this.#state.filter, this.#columns);
    this.#matching = this.#state.filter.trim() === '' ? this.#runs : this.#runs.filter(this.#filter.accepts);
    this.#arrange();
  }

  #arrange(): void {
    const { sort, grouped } = this.#state;
    this.#rows = rowsOf(this.#matching, { columns: this.#columns, sort, grouped, expanded: this.#expanded });
    this.#generation++;
  }

  #between(from: string, to: string): readonly Row[] {
    const ends = [from, to].map((key) => this.#rows.findIndex((row) => row.key === key));
    if (ends.includes(-1)) return [];
    return this.#rows.slice(Math.min(...ends), Math.max(...ends) + 1);
  }

  /** `rows` null: all. */
  #select(rows: readonly Row[] | null, on: boolean): void {
    if (rows === null) return this.#selected.clear();
    for (const { directory } of rows.flatMap(({ runs }) => runs)) {
      if (on) this.#selected.add(directory);
      else this.#selected.delete(directory);
    }
  }
}

/** First the largest values, then the smallest, then the order of the runs. */
function nextSort(sort: RunTableState['sort'], column: string): RunTableState['sort'] {
  if (sort?.column !== column) return { column, descending: true };
  return sort.descending ? { column, descending: false } : null;
}
