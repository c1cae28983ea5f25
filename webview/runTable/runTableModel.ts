import type { FromRunTable, RunTableMessage, RunTableRow } from '../../src/protocol/runTable.ts';
import { VirtualTable } from '../shared/virtual/virtualTable.ts';

export type Send = (message: FromRunTable) => void;

/** The table of runs, and what keys do in it. */
export class RunTableModel extends VirtualTable<RunTableMessage, RunTableRow> {
  /** The key of the row where a selection of several began. */
  #anchor: string | null = null;
  readonly #send: Send;

  constructor(send: Send) {
    super(send);
    this.#send = send;
  }

  /** Selects a row, or no longer. */
  toggle(index: number): void {
    const row = this.rowAt(index);
    if (!row) return;
    this.#anchor = row.key;
    this.#send({ kind: 'select', from: row.key, to: row.key, on: !row.isSelected });
  }

  /** Selects the rows from the one where the selection began, by default `from`, to another. */
  extend(from: number, to: number): void {
    const key = this.rowAt(to)?.key;
    this.#anchor ??= this.rowAt(from)?.key ?? null;
    if (key !== undefined && this.#anchor !== null) {
      this.#send({ kind: 'select', from: this.#anchor, to: key, on: true });
    }
  }

  /** Shows the runs of a group, or opens the dashboard of a run. */
  open(index: number): void {
    const row = this.rowAt(index);
    if (row?.kind === 'group') this.expand(index, !row.isExpanded);
    else if (row) this.#send({ kind: 'open', key: row.key });
  }

  /** Returns whether it is a group that was not so before. */
  expand(index: number, on: boolean): boolean {
    const row = this.rowAt(index);
    if (row?.kind !== 'group' || row.isExpanded === on) return false;
    this.#send({ kind: 'expand', key: row.key, on });
    return true;
  }

  /** The keys that do not move, as docs/runs.md lists them. */
  press({ key, ctrlKey, metaKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>, index: number): boolean {
    switch (key) {
      case ' ':
        this.toggle(index);
        return true;
      case 'Enter':
        this.open(index);
        return true;
      case 'ArrowRight':
        return this.expand(index, true);
      case 'ArrowLeft':
        return this.expand(index, false);
      case 'F2':
        this.#name(index);
        return true;
      case 'Escape':
        this.#send({ kind: 'selectAll', on: false });
        return true;
      case 'a':
        if (ctrlKey || metaKey) this.#send({ kind: 'selectAll', on: true });
        return ctrlKey || metaKey;
      default:
        return false;
    }
  }

  #name(index: number): void {
    const row = this.rowAt(index);
    if (row && row.kind !== 'group') this.#send({ kind: 'name', key: row.key });
  }
}
