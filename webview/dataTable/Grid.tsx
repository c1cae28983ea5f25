import type { ComponentChildren } from 'preact';
import { decimals, missing } from '../../src/common/format.ts';
import { sortColumns, type DataTableMessage, type DataTableRow } from '../../src/protocol/dataTable.ts';
import { SortHead } from '../shared/virtual/SortHead.tsx';
import { VirtualRows } from '../shared/virtual/VirtualRows.tsx';
import type { DataTableModel, Send } from './dataTableModel.ts';
import { ShadedText } from './ShadedText.tsx';

interface GridProps {
  readonly model: DataTableModel;
  readonly table: DataTableMessage;
  readonly send: Send;
}

interface Column {
  readonly id: 'line' | 'label' | 'prediction' | 'text' | (typeof sortColumns)[number];
  /** As CSS. */
  readonly width: string;
  readonly class?: string;
  /** What a column that sorts stands for. */
  readonly help?: string;
  readonly cell: (row: DataTableRow) => ComponentChildren;
  /** The whole of what a cell may cut. */
  readonly title?: (row: DataTableRow) => string;
}

const figureWidth = 'calc(8ch + 16px)';

const columns: readonly Column[] = [
  { id: 'line', width: 'calc(8ch + 24px)', class: 'number muted', cell: ({ line }) => line },
  {
    ...{ id: 'label', width: 'var(--label)' },
    cell: ({ label }) => label ?? missing,
    title: ({ label }) => label ?? '',
  },
  {
    ...{ id: 'prediction', width: 'var(--label)', class: 'prediction' },
    cell: ({ prediction }) => prediction && `${prediction.isWrong ? '✗ ' : ''}${prediction.predicted}`,
    title: ({ prediction }) => prediction?.predicted ?? '',
  },
  {
    ...{ id: 'margin', width: figureWidth, class: 'number' },
    help: 'Logit of the predicted class minus the next: small where the model is not certain.',
    cell: ({ prediction }) => prediction && decimals(prediction.margin, 2),
  },
  {
    ...{ id: 'error', width: figureWidth, class: 'number' },
    help: 'Largest logit of another class minus that of the label: above 0 where the prediction is wrong.',
    cell: ({ prediction }) => prediction && decimals(prediction.error, 2),
  },
  {
    ...{ id: 'text', width: 'minmax(0, 1fr)' },
    cell: (row) => <ShadedText row={row} maxLength={shownCharacters} />,
    title: ({ text }) => text,
  },
];
const ofPredictions: readonly Column['id'][] = ['prediction', ...sortColumns];

/** More than a line of a wide window holds. */
const shownCharacters = 300;

/** The rows of the texts, with predictions where a run explains them. */
export function Grid({ model, table, send }: GridProps) {
  const { run, state } = table;
  const shown = run === null ? columns.filter(({ id }) => !ofPredictions.includes(id)) : columns;
  const rowAt = (index: number) => {
    const row = model.rowAt(index);
    return row ? { class: row.prediction?.isWrong ? 'wrong' : '', cells: cellsOf(row, shown) } : null;
  };
  const openNeurons = (index: number) => {
    const row = model.rowAt(index);
    if (row && run !== null) send({ kind: 'neurons', index: row.index });
  };
  return (
    <VirtualRows
      label="Texts"
      count={model.cache.count.value}
      columns={shown.map(({ width }) => width).join(' ')}
      columnCount={shown.length}
      heads={shown.map((column) => (
        <Head key={column.id} column={column} sort={state.sort} send={send} />
      ))}
      rowAt={rowAt}
      current={model.current}
      first={model.first}
      jump={model.jump}
      onView={(first, last) => model.cache.view(first, last)}
      onDoubleClick={openNeurons}
      onKey={({ key, ctrlKey, metaKey }, index) => {
        if (key !== 'Enter') return false;
        const row = model.rowAt(index);
        if (!ctrlKey && !metaKey) openNeurons(index);
        else if (row) send({ kind: 'line', index: row.index });
        return true;
      }}
    />
  );
}

interface HeadProps {
  readonly column: Column;
  readonly sort: DataTableMessage['state']['sort'];
  readonly send: Send;
}

function Head({ column: { id, help, ...column }, sort, send }: HeadProps) {
  const sorted = sortColumns.find((name) => name === id);
  if (!sorted) {
    return (
      <div role="columnheader" class={column.class}>
        {id}
      </div>
    );
  }
  const onClick = () => send({ kind: 'sort', column: sorted });
  return <SortHead name={id} help={help ?? ''} column={id} sort={sort} class={column.class} onClick={onClick} />;
}

function cellsOf(row: DataTableRow, shown: readonly Column[]): ComponentChildren {
  return shown.map(({ id, cell, title, ...column }) => (
    <div key={id} role="gridcell" class={column.class} title={title?.(row)}>
      {cell(row)}
    </div>
  ));
}
