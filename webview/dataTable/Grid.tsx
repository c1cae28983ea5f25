import { decimals, missing } from '../../src/common/format.ts';
import { sortColumns, type DataTableMessage, type DataTableRow } from '../../src/protocol/dataTable.ts';
import { VirtualRows, type DrawnRow } from '../shared/virtual/VirtualRows.tsx';
import type { DataTableModel, Send } from './dataTableModel.ts';
import { ShadedText } from './ShadedText.tsx';

interface GridProps {
  readonly model: DataTableModel;
  readonly table: DataTableMessage;
  readonly send: Send;
}

const helps = {
  margin: 'Logit of the predicted class minus the next: small where the model is not certain.',
  error: 'Largest logit of another class minus that of the label: above 0 where the prediction is wrong.',
};

export function Grid({ model, table, send }: GridProps) {
  const rowAt = (index: number) => {
    const row = model.cache.rows.value.get(index);
    return row ? drawn(row) : null;
  };
  const openNeurons = (index: number) => {
    const row = model.cache.rows.value.get(index);
    if (row) send({ kind: 'neurons', index: row.index });
  };
  return (
    <VirtualRows
      label="Texts"
      count={model.cache.count.value}
      columns="10ch var(--label) var(--label) 12ch 12ch minmax(0, 1fr)"
      columnCount={6}
      heads={
        <>
          <div role="columnheader" class="number">
            line
          </div>
          <div role="columnheader">label</div>
          <div role="columnheader">prediction</div>
          {sortColumns.map((column) => (
            <SortHead key={column} column={column} sort={table.state.sort} send={send} />
          ))}
          <div role="columnheader">text</div>
        </>
      }
      rowAt={rowAt}
      current={model.current}
      onView={(first, last) => model.cache.view(first, last)}
      onClick={() => undefined}
      onDoubleClick={openNeurons}
      onKey={({ key }, index) => {
        if (key === 'Enter') openNeurons(index);
        return key === 'Enter';
      }}
    />
  );
}

interface SortHeadProps {
  readonly column: (typeof sortColumns)[number];
  readonly sort: DataTableMessage['state']['sort'];
  readonly send: Send;
}

function SortHead({ column, sort, send }: SortHeadProps) {
  const order = sort?.column !== column ? 'none' : sort.descending ? 'descending' : 'ascending';
  return (
    <div role="columnheader" aria-sort={order} class="number" title={helps[column]}>
      <button class="sort number" onClick={() => send({ kind: 'sort', column })}>
        {column}
        <span aria-hidden="true">{{ none: '', descending: ' ↓', ascending: ' ↑' }[order]}</span>
      </button>
    </div>
  );
}

function drawn(row: DataTableRow): DrawnRow {
  const { line, label, prediction } = row;
  return {
    ...(prediction?.isWrong && { class: 'wrong' }),
    cells: [
      <div role="gridcell" class="number muted">
        {line}
      </div>,
      <div role="gridcell" title={label ?? ''}>
        {label ?? missing}
      </div>,
      <div role="gridcell" class="prediction" title={prediction?.predicted ?? ''}>
        {prediction && `${prediction.isWrong ? '✗ ' : ''}${prediction.predicted}`}
      </div>,
      <div role="gridcell" class="number">
        {prediction && decimals(prediction.margin, 2)}
      </div>,
      <div role="gridcell" class="number">
        {prediction && decimals(prediction.error, 2)}
      </div>,
      <div role="gridcell" title={row.text}>
        <ShadedText row={row} maxLength={shownCharacters} />
      </div>,
    ],
  };
}

/** More than a line of a wide window holds. */
const shownCharacters = 300;
