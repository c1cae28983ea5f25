import { decimals, missing, signed } from '../../src/common/format.ts';
import type { FigureRow, Group, Runs } from '../../src/protocol/compare.ts';
import { Swatch } from '../shared/Swatch.tsx';
import { ScrollingTable } from '../shared/Table.tsx';
import { letterOf, lettersOf } from './letters.ts';

/** Where the settings differ. */
export function SettingsTable({ runs }: { runs: Runs }) {
  if (runs.configuration.length === 0) return <p class="muted">All settings are the same.</p>;
  return (
    <ScrollingTable
      caption="Settings in which the runs differ"
      heads={['', ...runHeads(runs)]}
      rows={runs.configuration.map(({ field, values }) => [field, ...values])}
    />
  );
}

/** What each run reached, how the two that are chosen differ, then the means of groups of several runs. */
export function ResultsTable({ runs }: { runs: Runs }) {
  const { groups, figures } = runs;
  const measured = figures.filter(({ values }) => values.some((value) => value !== null));
  if (measured.length === 0) return <p class="muted">No run is evaluated yet.</p>;
  const several = groups.flatMap((group, slot) => (group.counted.length > 1 ? [{ group, slot }] : []));
  const pair = pairOf(runs);
  return (
    <>
      {runs.unitNote && <p class="note">{runs.unitNote}</p>}
      <ScrollingTable
        caption="Results on the test split"
        heads={[
          '',
          ...runHeads(runs),
          `${letterOf(pair.second)} − ${letterOf(pair.first)}`,
          'better',
          ...several.map(({ group, slot }) => meanHead(group, slot)),
        ]}
        rows={measured.map((figure) => [
          <span title={figure.help}>{figure.unit === '' ? figure.name : `${figure.name}, ${figure.unit}`}</span>,
          ...figure.values.map((value, run) => withSpread(figure, value, figure.deviations[run])),
          <DifferenceCell {...figure} />,
          betterOf(figure, pair, runs),
          ...several.map(({ slot }) => meanOf(figure, slot)),
        ])}
      />
      <p class="muted">
        {runs.runs.length > 2 && 'The two runs are those that are chosen for Neurons below. '}
        The better one is named where the 95 % interval of the difference over texts, if it is known, leaves out 0.
      </p>
    </>
  );
}

/** The neurons of the runs next to the features of their sparse autoencoders. */
export function UnitsTable({ units }: { units: NonNullable<Runs['units']> }) {
  return <ScrollingTable caption="Neurons and features of sparse autoencoders" heads={units.heads} rows={units.rows} />;
}

/** The places of the two runs that are chosen. */
interface Pair {
  readonly first: number;
  readonly second: number;
}

function pairOf({ runs, state: { from, to } }: Runs): Pair {
  const placeOf = (wanted: string) => runs.findIndex(({ directory }) => directory === wanted);
  return { first: placeOf(from), second: placeOf(to) };
}

function DifferenceCell({ difference, digits }: FigureRow) {
  if (!difference) return <>{missing}</>;
  const { value, interval } = difference;
  return (
    <>
      {signed(value, digits)}
      {interval && (
        <small class="muted">{` ${signed(interval.low, digits)} to ${signed(interval.high, digits)}`}</small>
      )}
    </>
  );
}

/** The letter of the better run with the color of its group. */
function betterOf({ difference }: FigureRow, pair: Pair, { groups }: Runs) {
  if (!difference?.better) return '';
  const run = pair[difference.better];
  return (
    <span class="better">
      <Swatch slot={groups.findIndex((group) => group.runs.includes(run))} />
      <b>{letterOf(run)}</b>
    </span>
  );
}

function runHeads({ runs, groups }: Runs) {
  return runs.map((_, run) => (
    <>
      <Swatch slot={groups.findIndex((group) => group.runs.includes(run))} />
      {letterOf(run)}
    </>
  ));
}

function meanHead({ counted }: Group, slot: number) {
  return (
    <>
      <Swatch slot={slot} />
      mean {lettersOf(counted)}
    </>
  );
}

/** The mean of a group; none of measures that have a deviation of their own, such as random removal. */
function meanOf(figure: FigureRow, slot: number): string {
  const hasDeviations = figure.deviations.some((deviation) => deviation !== null);
  const mean = hasDeviations ? null : figure.groups[slot];
  const size = mean && mean.n > 1 && mean.half === null ? ` (n\u00a0${mean.n})` : '';
  return `${withSpread(figure, mean?.mean ?? null, mean?.half)}${size}`;
}

function withSpread({ digits }: FigureRow, value: number | null, half: number | null | undefined): string {
  const spread = value === null || half == null ? '' : ` ±\u00a0${decimals(half, digits)}`;
  return `${decimals(value, digits)}${spread}`;
}
