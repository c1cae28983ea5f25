import type { EvaluationView } from '../../src/protocol/dashboard.ts';
import { SectionHead } from '../shared/SectionHead.tsx';
import { Swatch } from '../shared/Swatch.tsx';
import { ScrollingTable } from '../shared/Table.tsx';
import type { ShownRun } from './plots.ts';

type SliceTable = NonNullable<EvaluationView['slices']>;

/** What was measured on the slices, a table for each run that has some; nothing without slices. */
export function Slices({ runs }: { runs: readonly ShownRun[] }) {
  const measured = runs.flatMap(({ slot, label, curves: { evaluation } }) =>
    evaluation?.slices ? [{ slot, label, slices: evaluation.slices }] : [],
  );
  if (measured.length === 0) return null;
  return (
    <section id="slices">
      <SectionHead title="Slices" remark="groups of test texts, with 95 % intervals over texts" />
      {measured.map(({ slot, label, slices }) => (
        <div key={slot} class="slices">
          <p class="run">
            <Swatch slot={slot} /> {label}
          </p>
          <ScrollingTable caption={`Slices of ${label}`} heads={['', 'texts', ...slices.heads]} rows={rowsOf(slices)} />
          {slices.notes.map((note) => (
            <p key={note} class="muted">{`${note[0]!.toUpperCase()}${note.slice(1)}.`}</p>
          ))}
        </div>
      ))}
    </section>
  );
}

function rowsOf({ rows }: SliceTable) {
  return rows.map(({ name, where, texts, cells }) => [
    <>
      <span class="name">{name}</span>
      <span class="where muted">{where}</span>
    </>,
    texts,
    ...cells.map(({ text, interval }) => (
      <>
        {text}
        <span class="interval muted">{interval}</span>
      </>
    )),
  ]);
}
