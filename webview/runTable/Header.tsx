import { useSignal } from '@preact/signals';
import { counted, grouped } from '../../src/common/format.ts';
import type { RunTableMessage } from '../../src/protocol/runTable.ts';
import { Button } from '../shared/Button.tsx';
import { Checkbox } from '../shared/Checkbox.tsx';
import { FilterField } from '../shared/virtual/FilterField.tsx';
import { ColumnChoice } from './ColumnChoice.tsx';
import type { Send } from './runTableModel.ts';

/** As many runs are compared. */
const [minCompared, maxCompared] = [2, 6];

/** The filter, how the rows are arranged, and what can be done with the selected ones. */
export function Header({ table, send }: { table: RunTableMessage; send: Send }) {
  const { selected, columns, problem, state } = table;
  const isChoosing = useSignal(false);
  const canCompare = selected >= minCompared && selected <= maxCompared;
  return (
    <header class="top">
      <div class="toolbar">
        <h1 title="Runs">Runs</h1>
        <p class="status muted" role="status">
          {countWords(table)}
        </p>
        <Button disabled={!canCompare} title="Two to six selected runs" onClick={() => send({ kind: 'compare' })}>
          Compare
        </Button>
        <Button
          disabled={selected === 0}
          title="Of the selected runs, at most six"
          onClick={() => send({ kind: 'openSelected' })}
        >
          Dashboards
        </Button>
        <Button title="Save the rows and columns as a CSV file" onClick={() => send({ kind: 'save' })}>
          CSV
        </Button>
      </div>
      <div class="toolbar">
        <FilterField
          label="Filter"
          placeholder="Filter: words, or accuracy>70 preset=safr tags:paper"
          value={state.filter}
          onFilter={(text) => send({ kind: 'filter', text })}
        />
        <Checkbox name="Group seeds" showsName checked={state.grouped} onChange={(on) => send({ kind: 'group', on })} />
        <Button onClick={() => (isChoosing.value = !isChoosing.value)}>
          {isChoosing.value ? 'Hide Columns' : 'Columns'}
        </Button>
      </div>
      {problem !== null && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {isChoosing.value && <ColumnChoice columns={columns} send={send} />}
    </header>
  );
}

function countWords({ matching, total, selected }: RunTableMessage): string {
  const listed = matching === total ? counted(total, 'run') : `${grouped(matching)} of ${counted(total, 'run')}`;
  return selected === 0 ? listed : `${listed} · ${grouped(selected)} selected`;
}
