import { decimals } from '../../src/common/format.ts';
import type { DataTableMessage, DataTableRow } from '../../src/protocol/dataTable.ts';
import { Button } from '../shared/Button.tsx';
import type { DataTableModel, Send } from './dataTableModel.ts';
import { ShadedText } from './ShadedText.tsx';

interface DetailProps {
  readonly model: DataTableModel;
  readonly table: DataTableMessage;
  readonly send: Send;
}

/** The text of the current row with the ways to its neurons and its line. */
export function Detail({ model, table, send }: DetailProps) {
  const row = model.detail.value;
  if (!row) return null;
  const { index, text } = row;
  return (
    <section class="detail" aria-label="Current row">
      <div class="toolbar">
        <p class="status muted">{verdict(row)}</p>
        <Button
          disabled={table.whyNoRun !== null}
          title="Its neurons; edit the text there, or switch neurons off, to see what changes (Enter)"
          onClick={() => send({ kind: 'neurons', index })}
        >
          Neurons and What If
        </Button>
        <Button
          title="Its line in the text editor, with the hover (Ctrl+Enter)"
          onClick={() => send({ kind: 'line', index })}
        >
          Go to Line
        </Button>
      </div>
      <p class="whole" tabIndex={0} role="group" aria-label="Text">
        <ShadedText row={row} maxLength={text.length} />
      </p>
    </section>
  );
}

function verdict({ line, label, prediction }: DataTableRow): string {
  const place = `line ${line}`;
  const own = label === null ? '' : ` · label ${label}`;
  if (!prediction) return `${place}${own}`;
  const mark = label === null || prediction.error === null ? '' : prediction.isWrong ? ' ✗' : ' ✓';
  return `${place}${own} · predicted ${prediction.predicted}${mark}, margin ${decimals(prediction.margin, 2)}`;
}
