import { counted, grouped, percent, wholePercent } from '../../src/common/format.ts';
import type { DataTableMessage } from '../../src/protocol/dataTable.ts';
import { Button } from '../shared/Button.tsx';
import { Checkbox } from '../shared/Checkbox.tsx';
import { Choice } from '../shared/Choice.tsx';
import { ProgressBar } from '../shared/ProgressBar.tsx';
import { FilterField } from '../shared/virtual/FilterField.tsx';
import type { Send } from './dataTableModel.ts';

/** More labels than a list can show are no classes. */
const maxLabels = 100;

/** The run that predicts, what rows are shown, and what is in progress. */
export function Header({ table, send }: { table: DataTableMessage; send: Send }) {
  const { title, run, whyNoRun, labels, slices, predicted, count, progress, problem, state } = table;
  const choices = [{ value: '', name: 'any' }, ...labels.map((label, i) => ({ value: String(i + 1), name: label }))];
  return (
    <header class="top">
      <div class="toolbar">
        <h1 title={title}>{title}</h1>
        <p class="status muted" role="status">
          {progress ? progressWords(progress) : countWords(table)}
        </p>
        {progress?.canCancel && <Button onClick={() => send({ kind: 'cancel' })}>Cancel</Button>}
        {whyNoRun === null && !progress && predicted.labelled < count && (
          <Button
            title="Of all rows of the table, for their accuracy; without, rows are predicted as they come into view"
            onClick={() => send({ kind: 'predictAll' })}
          >
            Predict All
          </Button>
        )}
      </div>
      <div class="toolbar">
        <FilterField
          label="Search"
          placeholder="Search texts"
          value={state.search}
          onFilter={(text) => send({ kind: 'search', text })}
        />
        {labels.length > 0 && labels.length <= maxLabels && (
          <Choice
            id="label"
            label="label"
            options={choices}
            value={state.label === null ? '' : String(labels.indexOf(state.label) + 1)}
            onChoose={(value) =>
              send({ kind: 'label', label: value === '' ? null : (labels[Number(value) - 1] ?? null) })
            }
          />
        )}
        {slices.length > 0 && (
          <Choice
            id="slice"
            label="slice"
            options={[{ value: '', name: 'any' }, ...slices.map((name, i) => ({ value: String(i + 1), name }))]}
            value={state.slice === null ? '' : String(slices.indexOf(state.slice) + 1)}
            onChoose={(value) =>
              send({ kind: 'slice', slice: value === '' ? null : (slices[Number(value) - 1] ?? null) })
            }
          />
        )}
        {run !== null && (
          <Checkbox
            name="Wrong only"
            showsName
            checked={state.onlyWrong}
            onChange={(on) => send({ kind: 'onlyWrong', on })}
          />
        )}
        <span class="muted">{whyNoRun ?? `predicted by ${run}`}</span>
      </div>
      {problem !== null && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <ProgressBar active={progress !== null} share={progress?.share ?? null} />
    </header>
  );
}

function progressWords({ what, share }: NonNullable<DataTableMessage['progress']>): string {
  return share === null ? `${what}…` : `${what}: ${wholePercent(share)}`;
}

/** The rows of the table, and their accuracy as far as they are predicted. */
function countWords({ count, total, predicted: { labelled, correct } }: DataTableMessage): string {
  const rows = count === total ? counted(total, 'row') : `${grouped(count)} of ${counted(total, 'row')}`;
  if (labelled === 0) return rows;
  const of = labelled === count ? '' : ` of the ${grouped(labelled)} predicted`;
  return `${rows} · accuracy ${percent(correct / labelled)}${of}`;
}
