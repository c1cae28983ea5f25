import { batch, signal } from '@preact/signals';
import type { Place, TableMessage, ToVirtualTable } from '../../../src/protocol/virtualTable.ts';
import { RowCache } from './rowCache.ts';

/** A panel that is one long table: what the extension sent, and the row that keys act on. */
export class VirtualTable<Table extends TableMessage, Row> {
  readonly isOutdated = signal(false);
  readonly table = signal<Table | null>(null);
  readonly cache: RowCache<Row>;
  /** Index of the row that keys act on. */
  readonly current = signal(0);
  /** Index of the first row in view, as the rows are scrolled. */
  readonly first = signal(0);
  /** The row to scroll to; null: none. */
  readonly jump = signal<number | null>(null);
  /** Where the user was before the page was loaded again, until the table is as it was then. */
  #kept: { readonly state: string; readonly place: Place } | null = null;

  constructor(send: (message: { kind: 'view'; start: number; count: number }) => void) {
    this.cache = new RowCache((start, count) => send({ kind: 'view', start, count }));
  }

  /** Goes back to a place as soon as the table comes that has the state of then and its row. */
  restore(state: unknown, place: Place): void {
    this.#kept = { state: JSON.stringify(state), place };
  }

  /** Whether the table is not yet as it was before the page was loaded again. */
  get isRestoring(): boolean {
    return this.#kept !== null;
  }

  /** The user goes elsewhere. */
  stopRestoring(): void {
    this.#kept = null;
  }

  get place(): Place {
    return { current: this.current.value, first: this.first.value };
  }

  receive(message: ToVirtualTable<Table, Row>): void {
    switch (message.kind) {
      case 'outdated':
        this.isOutdated.value = true;
        break;
      case 'table':
        batch(() => {
          this.table.value = message;
          this.cache.reset(message.generation, message.count);
          this.#returnTo(message);
        });
        break;
      case 'rows':
        this.cache.receive(message.generation, message.start, message.rows);
        break;
      default:
        message satisfies never;
    }
  }

  #returnTo({ state, count }: Table): void {
    const kept = this.#kept;
    if (!kept || JSON.stringify(state) !== kept.state || Math.max(kept.place.current, kept.place.first) >= count)
      return;
    this.#kept = null;
    this.current.value = kept.place.current;
    this.jump.value = kept.place.first;
  }

  /** undefined: it has not come yet. */
  rowAt(index: number): Row | undefined {
    return this.cache.rows.value.get(index);
  }
}
