import type { Differences } from '../../src/protocol/dashboard.ts';
import { Swatch } from '../shared/Swatch.tsx';
import { ScrollingTable } from '../shared/Table.tsx';
import type { ShownRun } from './plots.ts';
import { resultRows } from './resultRows.ts';

/** The figures of the evaluations, one column per run. */
export function ResultsTable({ runs }: { runs: readonly ShownRun[] }) {
  if (runs.length === 0) return <NoRuns />;
  return <ScrollingTable caption="Results of the shown runs" heads={['', ...headsOf(runs)]} rows={resultRows(runs)} />;
}

export function DifferencesTable({ differences, runs }: { differences: Differences; runs: readonly ShownRun[] }) {
  if (runs.length === 0) return <NoRuns />;
  const hasDefaults = differences.columns.includes(null);
  const rows = differences.rows.map(({ field, values }) => [field, ...values]);
  if (rows.length === 0) {
    const text = hasDefaults ? 'Every value is the default.' : 'The shown runs were made with the same values.';
    return <p class="muted">{text}</p>;
  }
  const caption = hasDefaults ? 'Values that are not the default' : 'Values in which the shown runs differ';
  const heads = ['', ...headsOf(runs), ...(hasDefaults ? ['default'] : [])];
  return <ScrollingTable caption={caption} heads={heads} rows={rows} />;
}

const NoRuns = () => <p class="muted">No run is chosen above.</p>;

function headsOf(runs: readonly ShownRun[]) {
  return runs.map(({ slot, label }) => (
    <>
      <Swatch slot={slot} />
      {label}
    </>
  ));
}
