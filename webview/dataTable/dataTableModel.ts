import { batch, computed, signal } from '@preact/signals';
import type { DataTableMessage, DataTableRow, FromDataTable, ToDataTable } from '../../src/protocol/dataTable.ts';
import { RowCache } from '../shared/virtual/rowCache.ts';

export type Send = (message: FromDataTable) => void;

/** What the extension sent, and the row that keys act on. */
export class DataTableModel {
  readonly isOutdated = signal(false);
  readonly table = signal<DataTableMessage | null>(null);
  readonly cache: RowCache<DataTableRow>;
  readonly current = signal(0);
  /** The row whose whole text is shown. */
  readonly detail = computed(() => this.cache.rows.value.get(this.current.value) ?? null);

  constructor(send: Send) {
    this.cache = new RowCache((start, count) => send({ kind: 'view', start, count }));
  }

  receive(message: ToDataTable): void {
    switch (message.kind) {
      case 'outdated':
        this.isOutdated.value = true;
        break;
      case 'table':
        batch(() => {
          this.table.value = message;
          this.cache.reset(message.generation, message.count);
        });
        break;
      case 'rows':
        this.cache.receive(message.generation, message.start, message.rows);
        break;
      default:
        message satisfies never;
    }
  }
}
