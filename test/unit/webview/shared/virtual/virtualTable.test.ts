import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { TableMessage } from '../../../../../src/protocol/virtualTable.ts';
import { keepPlace } from '../../../../../webview/shared/virtual/keepPlace.ts';
import { VirtualTable } from '../../../../../webview/shared/virtual/virtualTable.ts';

let table: VirtualTable<TableMessage, string>;
const message = (filter: string, count: number): TableMessage => ({
  ...{ kind: 'table', generation: 1, count, problem: null },
  state: { filter },
});

beforeEach(() => {
  table = new VirtualTable(() => undefined);
});

describe('a table whose page is loaded again', () => {
  it('goes back to its place once it has the state and the rows of then', () => {
    table.restore({ filter: 'a' }, { current: 7, first: 5 });
    table.receive(message('', 100));
    table.receive(message('a', 6));
    expect([table.jump.value, table.current.value, table.isRestoring]).toEqual([null, 0, true]);
    table.receive(message('a', 8));
    expect([table.jump.value, table.current.value, table.isRestoring]).toEqual([5, 7, false]);
  });

  it('stays where the user goes meanwhile', () => {
    table.restore({ filter: 'a' }, { current: 7, first: 5 });
    table.stopRestoring();
    table.receive(message('a', 8));
    expect(table.jump.value).toBeNull();
  });
});

it('the state and the place are kept after a pause, and not before they are restored', () => {
  vi.useFakeTimers();
  const keep = vi.fn();
  table.restore({ filter: 'a' }, { current: 2, first: 1 });
  keepPlace(table, keep);
  table.receive(message('', 100));
  vi.runAllTimers();
  expect(keep).not.toHaveBeenCalled();
  const restored = message('a', 8);
  table.receive(restored);
  table.first.value = 1;
  table.first.value = 3;
  vi.runAllTimers();
  expect(keep).toHaveBeenCalledExactlyOnceWith(restored, { current: 2, first: 3 });
  vi.useRealTimers();
});
