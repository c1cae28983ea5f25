import { beforeEach, describe, expect, it } from 'vitest';
import { initialState, RunTableModel as Table } from '../../../../src/extension/panels/runTable/runTableModel.ts';
import type { FromRunTable } from '../../../../src/protocol/runTable.ts';
import { RunTableModel } from '../../../../webview/runTable/runTableModel.ts';
import { someRuns } from '../../../panels/scenes/someRuns.ts';

let sent: FromRunTable[];
let model: RunTableModel;
let keys: string[];

function show(grouped: boolean): void {
  sent = [];
  const titles = { nameOf: ({ id }: { id: string }) => id, experimentOf: () => 'reviews' };
  const table = new Table({ ...initialState, grouped }, titles, () => 'run');
  table.setRuns(someRuns(75));
  model = new RunTableModel((message) => sent.push(message));
  model.receive(table.message);
  const rows = { kind: 'rows' as const, ...table.rowsFrom(0, 80) };
  model.receive(rows);
  keys = rows.rows.map(({ key }) => key);
}
const press = (key: string, index: number, ctrlKey = false) => model.press({ key, ctrlKey, metaKey: false }, index);

beforeEach(() => show(false));

describe('the keys of a row', () => {
  it('select it, and extend the selection from where it began', () => {
    expect(press(' ', 2)).toBe(true);
    model.extend(3, 4);
    expect(sent).toEqual([
      { kind: 'select', from: keys[2], to: keys[2], on: true },
      { kind: 'select', from: keys[2], to: keys[4], on: true },
    ]);
  });

  it('open its dashboard and name it', () => {
    press('Enter', 1);
    press('F2', 1);
    expect(sent).toEqual([
      { kind: 'open', key: keys[1] },
      { kind: 'name', key: keys[1] },
    ]);
  });

  it('select all and none', () => {
    expect(press('a', 0)).toBe(false);
    press('a', 0, true);
    press('Escape', 0);
    expect(sent).toEqual([
      { kind: 'selectAll', on: true },
      { kind: 'selectAll', on: false },
    ]);
  });

  it('expand and collapse a group, and only that', () => {
    expect(press('ArrowRight', 1)).toBe(false);
    show(true);
    const group = keys.findIndex((key) => key.startsWith('group'));
    expect(press('ArrowLeft', group)).toBe(false);
    expect(press('ArrowRight', group)).toBe(true);
    press('Enter', group);
    expect(sent).toEqual(Array(2).fill({ kind: 'expand', key: keys[group], on: true }));
    expect(press('F2', group)).toBe(true);
    expect(sent).toHaveLength(2);
  });
});
