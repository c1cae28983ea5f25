import type { Differences } from '../../src/protocol/dashboard.ts';
import { Swatch } from '../shared/Swatch.tsx';
import { Scroll, ScrollingTable } from '../shared/Table.tsx';
import type { ShownRun } from './plots.ts';
import { resultGroups } from './resultGroups.ts';

/** The figures of the evaluations in groups: for each run a column, and one of what was measured at random. */
export function ResultsTable({ runs }: { runs: readonly ShownRun[] }) {
  if (runs.length === 0) return <NoRuns />;
  const groups = resultGroups(runs);
  const hasRandom = groups.some(({ rows }) => rows.some(({ values }) => values.some(({ random }) => random !== null)));
  const columns = hasRandom ? 2 : 1;
  return (
    <Scroll label="Results of the shown runs">
      <table class="figures">
        <caption class="unseen">Results of the shown runs</caption>
        <thead>
          <tr>
            <td />
            {headsOf(runs).map((head) => (
              <th scope="colgroup" colSpan={columns}>
                {head}
              </th>
            ))}
          </tr>
          {hasRandom && (
            <tr class="parts">
              <td />
              {runs.map(() => (
                <>
                  <th scope="col">measured</th>
                  <th scope="col">at random</th>
                </>
              ))}
            </tr>
          )}
        </thead>
        {groups.map(({ title, rows }) => (
          <tbody key={title}>
            <tr class="group">
              <th scope="rowgroup" colSpan={1 + columns * runs.length}>
                {title}
              </th>
            </tr>
            {rows.map(({ name, values }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {values.map(({ text, random }) => (
                  <>
                    <td>{text}</td>
                    {hasRandom && <td class="muted">{random}</td>}
                  </>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </Scroll>
  );
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
