import type { RunTableColumn } from '../../src/protocol/runTable.ts';
import { Checkbox } from '../shared/Checkbox.tsx';
import type { Send } from './runTableModel.ts';

const groups = [
  ['run', 'Run'],
  ['setting', 'Settings that differ'],
  ['measure', 'Measures'],
] as const;

/** All columns to choose from. The name of a run is always there. */
export function ColumnChoice({ columns, send }: { columns: readonly RunTableColumn[]; send: Send }) {
  const choices = columns.filter(({ id }) => id !== 'name');
  return (
    <div class="columns">
      {groups.map(([kind, title]) => (
        <fieldset key={kind}>
          <legend class="muted">{title}</legend>
          {choices
            .filter((column) => column.kind === kind)
            .map(({ id, name, help, isShown }) => (
              <Checkbox
                key={id}
                name={name}
                showsName
                help={help}
                checked={isShown}
                onChange={(on) => send({ kind: 'show', column: id, on })}
              />
            ))}
        </fieldset>
      ))}
    </div>
  );
}
