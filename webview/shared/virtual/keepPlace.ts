import { effect } from '@preact/signals';
import type { Place, TableMessage } from '../../../src/protocol/virtualTable.ts';
import type { VirtualTable } from './virtualTable.ts';

/** VS Code stores the state with a message to its window: not for each frame while the table is scrolled. */
const pauseMs = 250;

/** Calls `keep` after the table or the place in it has changed, but not before both are as they were when the page was loaded. */
export function keepPlace<Table extends TableMessage, Row>(
  model: VirtualTable<Table, Row>,
  keep: (table: Table, place: Place) => void,
): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const [table, place] = [model.table.value, model.place];
    if (!table || model.isRestoring) return;
    clearTimeout(timer);
    timer = setTimeout(() => keep(table, place), pauseMs);
  });
}
