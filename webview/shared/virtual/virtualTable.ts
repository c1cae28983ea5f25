import { batch, signal } from '@preact/signals';
import type { TableMessage, ToVirtualTable } from '../../../src/protocol/virtualTable.ts';
import { RowCache } from './rowCache.ts';

/** A panel that is one long table: what the extension sent, and the row that keys act on. */
export class VirtualTable<Table extends TableMessage, Row> {
  readonly isOutdated = signal(false);
  readonly table = signal<Table | null>(null);
  readonly cache: RowCache<Row>;
  /** Index of the row that keys act on. */
  readonly current = signal(0);

  constructor(send: (message: { kind: 'view'; start: number; count: number }) => void) {
    this.cache = new RowCache((start, count) => send({ kind: 'view', start, count }));
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
        });
        break;
      case 'rows':
        this.cache.receive(message.generation, message.start, message.rows);
        break;
      default:
        message satisfies never;
    }
  }

  /** undefined: it has not come yet. */
  rowAt(index: number): Row | undefined {
    return this.cache.rows.value.get(index);
  }
}
