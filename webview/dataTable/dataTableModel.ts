import { computed } from '@preact/signals';
import type { DataTableMessage, DataTableRow, FromDataTable } from '../../src/protocol/dataTable.ts';
import { VirtualTable } from '../shared/virtual/virtualTable.ts';

export type Send = (message: FromDataTable) => void;

/** The table of a data set. */
export class DataTableModel extends VirtualTable<DataTableMessage, DataTableRow> {
  /** The row whose whole text is shown. */
  readonly detail = computed(() => this.rowAt(this.current.value) ?? null);
}
