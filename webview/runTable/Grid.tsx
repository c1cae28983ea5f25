import type { RunTableColumn, RunTableMessage, RunTableRow } from '../../src/protocol/runTable.ts';
import { Icon } from '../shared/Icon.tsx';
import { SortHead } from '../shared/virtual/SortHead.tsx';
import { VirtualRows, type DrawnRow } from '../shared/virtual/VirtualRows.tsx';
import type { RunTableModel, Send } from './runTableModel.ts';

interface GridProps {
  readonly model: RunTableModel;
  readonly table: RunTableMessage;
  readonly send: Send;
}

/** The rows of the runs, with a column per setting and measure that is shown. */
export function Grid({ model, table, send }: GridProps) {
  const columns = table.columns.filter(({ isShown }) => isShown);
  const { sort, grouped } = table.state;
  const rowAt = (index: number) => {
    const row = model.rowAt(index);
    return row ? drawn(row, columns, grouped) : null;
  };
  const onClick = (index: number, event: MouseEvent) => {
    const part = (event.target as Element).closest('[data-part]')?.getAttribute('data-part');
    if (event.shiftKey) model.extend(index, index);
    else if (part === 'check' || event.ctrlKey || event.metaKey) model.toggle(index);
    else if (part === 'name') model.open(index);
  };
  return (
    <VirtualRows
      label="Runs"
      isTree={grouped}
      count={model.cache.count.value}
      columns={columns.map(({ id, width }) => (id === 'name' ? 'var(--name)' : `calc(${width}ch + 18px)`)).join(' ')}
      columnCount={columns.length}
      heads={columns.map((column) => (
        <SortHead
          key={column.id}
          name={column.name}
          help={column.help}
          column={column.id}
          sort={sort}
          class={classOf(column)}
          onClick={() => send({ kind: 'sort', column: column.id })}
        />
      ))}
      rowAt={rowAt}
      current={model.current}
      first={model.first}
      jump={model.jump}
      onView={(first, last) => model.cache.view(first, last)}
      onClick={onClick}
      onDoubleClick={(index) => model.open(index)}
      onKey={(event, index) => model.press(event, index)}
      onMove={(from, to, { shiftKey }) => shiftKey && model.extend(from, to)}
    />
  );
}

function drawn(row: RunTableRow, columns: readonly RunTableColumn[], grouped: boolean): DrawnRow {
  const { kind, cells, isSelected, isExpanded, context } = row;
  return {
    class: kind,
    isSelected,
    isExpanded: kind === 'group' ? isExpanded : undefined,
    level: grouped ? (kind === 'inner' ? 2 : 1) : undefined,
    context: context ? JSON.stringify({ ...context, preventDefaultContextMenuItems: true }) : undefined,
    cells: columns.map((column, i) =>
      column.id === 'name' ? (
        <NameCell key={column.id} row={row} name={cells[i] ?? ''} />
      ) : (
        <div key={column.id} role="gridcell" class={classOf(column)} title={column.isNumber ? undefined : cells[i]}>
          {cells[i]}
        </div>
      ),
    ),
  };
}

/** The sign of a run's state, as in the Runs view. */
const signs = { running: '↻', finished: '✓', stopped: '‖', interrupted: '⌁', failed: '✗' } as const;

function NameCell({ row, name }: { row: RunTableRow; name: string }) {
  const { kind, isSelected, isExpanded, isPinned, state } = row;
  return (
    <div role="gridcell" class="name" title={name}>
      <span class="check" data-part="check" aria-hidden="true">
        {isSelected && '✓'}
      </span>
      {kind === 'group' ? (
        <span class="twist" aria-hidden="true">
          {isExpanded ? '▾' : '▸'}
        </span>
      ) : (
        <span class="state" data-state={state} title={state} role="img" aria-label={state}>
          {signs[state]}
        </span>
      )}
      {isPinned && (
        <span title="pinned" role="img" aria-label="pinned">
          <Icon name="pin" />
        </span>
      )}
      <span class="text" data-part="name">
        {name}
      </span>
    </div>
  );
}

const classOf = ({ id, isNumber }: RunTableColumn) =>
  [id === 'name' && 'name', isNumber && 'number'].filter(Boolean).join(' ');
