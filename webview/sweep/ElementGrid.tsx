import { useComputed, useSignal, type ReadonlySignal, type Signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { grouped } from '../../src/common/format.ts';
import type { SweepCell, SweepGrid } from '../../src/protocol/sweep.ts';
import { cellName, cellStates, stateWords } from './cellWords.ts';
import { gridMove, type Place } from './gridMoves.ts';

type Cells = ReadonlySignal<ReadonlyMap<number, SweepCell>>;

interface ElementGridProps {
  readonly grid: SweepGrid;
  readonly cells: Cells;
  readonly open: (number: number) => void;
}

/** Numbers of elements. `current` had the focus last; it stays so while the focus is elsewhere, such as in another window. */
interface Pointers {
  readonly hovered: Signal<number | null>;
  readonly current: Signal<number | null>;
}

/** The elements as a grid of boxes with one tab stop, in which arrows move. A line below describes the hovered or current one. */
export function ElementGrid({ grid, cells, open }: ElementGridProps) {
  const { fields, seeds, rows } = grid;
  const table = useRef<HTMLTableElement>(null);
  const pointers: Pointers = {
    hovered: useSignal<number | null>(null),
    current: useSignal<number | null>(null),
  };
  const tabStop = useComputed(() => pointers.current.value ?? rows[0]?.elements[0]);
  const names = new Map(
    rows.flatMap(({ values, elements }) => elements.map((number, column) => [number, cellName(grid, values, column)])),
  );
  const cellAt = ({ row, column }: Place) => table.current!.tBodies[0]!.rows[row]!.cells[fields.length + column]!;
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows.findIndex(({ elements }) => elements.includes(pointers.current.value!));
    if (row < 0) return;
    const { elements } = rows[row]!;
    const from = { row, column: elements.indexOf(pointers.current.value!) };
    const to = gridMove(event.key, event.ctrlKey, from, rows.length, elements.length);
    if (to) cellAt(to).focus();
    else if (event.key === 'Enter' || event.key === ' ') cellAt(from).click();
    else return;
    event.preventDefault();
  };
  return (
    <div>
      <Legend cells={cells} />
      <div class="scroll">
        <table
          ref={table}
          class="elements"
          role="grid"
          aria-label="Elements of the sweep"
          aria-readonly="true"
          onKeyDown={onKeyDown}
        >
          <thead>
            <tr>
              {fields.map((field) => (
                <th scope="col" class="name">
                  {field}
                </th>
              ))}
              {seeds.map((seed) => (
                <th scope="col" class="seed">{`seed ${seed}`}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ values, elements }) => (
              <tr>
                {values.map((value) => (
                  <th scope="row" class="name">
                    {value}
                  </th>
                ))}
                {elements.map((number) => (
                  <Cell key={number} {...{ number, cells, pointers, tabStop, open }} name={names.get(number)!} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Detail cells={cells} names={names} pointers={pointers} />
    </div>
  );
}

interface CellProps extends Omit<ElementGridProps, 'grid'> {
  readonly number: number;
  readonly name: string;
  readonly pointers: Pointers;
  /** Number of the cell that Tab reaches. */
  readonly tabStop: ReadonlySignal<number | undefined>;
}

/** Is rendered again only when its own element changes. */
function Cell({ number, name, cells, pointers: { hovered, current }, tabStop, open }: CellProps) {
  const cell = useComputed(() => cells.value.get(number)).value;
  const isTabStop = useComputed(() => tabStop.value === number).value;
  const words = cell ? `${name}: ${stateWords(cell)}${cell.opens ? '. Opens its run' : ''}` : name;
  return (
    <td
      role="gridcell"
      class={cell?.opens ? 'opens' : ''}
      tabIndex={isTabStop ? 0 : -1}
      aria-label={words}
      onMouseEnter={() => (hovered.value = number)}
      onMouseLeave={() => (hovered.value = null)}
      onFocus={() => (current.value = number)}
      onClick={() => cell?.opens && open(number)}
    >
      <span class="box" data-state={cell?.state ?? 'waiting'} style={{ '--share': cell?.share ?? 0 }}>
        {cellStates.find(({ state }) => state === cell?.state)?.sign}
      </span>
    </td>
  );
}

/** How many elements are in which state. */
function Legend({ cells }: { cells: Cells }) {
  const all = [...cells.value.values()];
  const entries = cellStates.map(({ state, sign }) => {
    return { state, sign, count: all.filter((cell) => cell.state === state).length };
  });
  return (
    <ul class="states" aria-label="Elements by state">
      {entries
        .filter(({ count }) => count > 0)
        .map(({ state, sign, count }) => (
          <li key={state}>
            <span class="box" data-state={state} aria-hidden="true">
              {sign}
            </span>
            {`${grouped(count)} ${state}`}
          </li>
        ))}
    </ul>
  );
}

interface DetailProps {
  readonly cells: Cells;
  readonly names: ReadonlyMap<number, string>;
  readonly pointers: Pointers;
}

function Detail({ cells, names, pointers: { hovered, current } }: DetailProps) {
  const number = hovered.value ?? current.value;
  const cell = number === null ? undefined : cells.value.get(number);
  return (
    <p class="detail muted" aria-live="polite">
      {cell && `${names.get(cell.number)}: ${stateWords(cell)}`}
    </p>
  );
}
