import type { ComponentChildren } from 'preact';
import type { SweepResult, SweepTable } from '../../src/protocol/sweep.ts';
import { SmallButton } from '../shared/Button.tsx';
import { Choice } from '../shared/Choice.tsx';
import { ScrollingTable } from '../shared/Table.tsx';
import { ParetoCard } from './ParetoCard.tsx';
import type { Send } from './send.ts';

/** Means and intervals, the plot of both measures, and paired tests. */
export function Results({ result, send }: { result: SweepResult; send: Send }) {
  const { combinations, points, differences, comparable, compared } = result;
  const fields = comparable.map((field) => ({ value: field, name: field }));
  return (
    <>
      <TableSection id="result" title="Result" table={combinations}>
        <ExportButtons send={send} />
      </TableSection>
      {points.length > 0 && (
        <section id="pareto">
          <ParetoCard result={result} save={() => send({ kind: 'save', what: 'plot' })} />
        </section>
      )}
      {differences && (
        <TableSection id="differences" title="Differences" table={differences}>
          {fields.length > 1 && (
            <Choice
              id="compared"
              label="by"
              name="Field whose values are compared"
              options={fields}
              value={compared ?? ''}
              onChoose={(field) => send({ kind: 'compare', field })}
            />
          )}
        </TableSection>
      )}
    </>
  );
}

interface TableSectionProps {
  readonly id: string;
  readonly title: string;
  readonly table: SweepTable;
  /** At the right of the head. */
  readonly children: ComponentChildren;
}

function TableSection({ id, title, table, children }: TableSectionProps) {
  const names = table.header.indexOf('seeds');
  // Names of fields can be broken after each dot.
  const heads = table.header.map((head, column) => (column < names ? head.replaceAll('.', '.\u200b') : head));
  return (
    <section id={id}>
      <header class="section">
        <h2>{title}</h2>
        <div class="tools">{children}</div>
        <p class="muted">{table.title}</p>
      </header>
      <ScrollingTable
        class="result"
        caption={table.title}
        heads={heads}
        rows={table.rows}
        names={names}
        columnClasses={[...table.align].map((side) => (side === 'l' ? 'text' : 'figure'))}
      />
    </section>
  );
}

const forms = [
  ['md', 'Markdown'],
  ['latex', 'LaTeX'],
  ['csv', 'CSV'],
] as const;

function ExportButtons({ send }: { send: Send }) {
  return (
    <>
      <span class="muted">Copy:</span>
      {forms.map(([form, name]) => (
        <SmallButton key={form} name={`Copy the tables as ${name}`} onClick={() => send({ kind: 'copy', form })}>
          {name}
        </SmallButton>
      ))}
      <SmallButton
        name="Save the tables as Markdown, LaTeX or CSV"
        onClick={() => send({ kind: 'save', what: 'tables' })}
      >
        Save…
      </SmallButton>
    </>
  );
}
