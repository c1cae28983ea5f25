import type { Comparison } from '../../core/comparison/compareRuns.ts';
import { runNames } from '../../core/comparison/runNames.ts';
import type { UnitTable } from '../../core/evaluation/features/unitTable.ts';
import type { FigureRow } from '../../core/comparison/figures.ts';
import type { Run } from '../../core/runs/readRun.ts';
import { colors } from './colors.ts';
import { counted, decimals, missing, signed } from '../../common/format.ts';
import { printable } from '../../common/printable.ts';
import { table } from './table.ts';

/** Runs are named A, B, C, … in their order. */
export const runLetter = (run: number) => String.fromCharCode('A'.charCodeAt(0) + run);

/** The settings and results of runs, for the terminal. */
export function comparisonView(runs: readonly Run[], comparison: Comparison): string[] {
  return [
    ...heading('runs'),
    ...runTable(runs),
    '',
    ...heading('settings', comparison.configuration.length === 0 ? 'all the same' : 'where they differ'),
    ...settingsTable(comparison, runs.length),
    '',
    ...heading('results', 'on the test split'),
    ...figureTable(comparison, runs.length),
    ...(runs.length === 2 ? [`  ${colors.dim(differenceNote)}`] : []),
    ...(comparison.unitNote === null ? [] : [`  ${colors.yellow('note:')} ${comparison.unitNote}`]),
    ...seedTable(comparison),
  ];
}

/** The neurons of runs next to the features of their autoencoders. */
export function comparedUnitsView({ heads, rows }: UnitTable): string[] {
  const cells = rows.map(([label, ...rest]) => [`  ${label}`, ...rest]);
  const header = heads.map((head) => colors.bold(head));
  return [...heading('neurons and features'), ...table(cells, `l${'r'.repeat(heads.length - 1)}`, { header })];
}

const differenceNote =
  'better: the better run, where the 95 % interval of the difference over texts, if it is known, leaves out 0';

export function heading(title: string, remark = ''): string[] {
  return [`${colors.bold(title)}${remark === '' ? '' : `  ${colors.dim(remark)}`}`];
}

const letters = (count: number) => Array.from({ length: count }, (_, run) => colors.bold(runLetter(run)));

function runTable(runs: readonly Run[]): string[] {
  const names = runNames(runs);
  return table(
    runs.map(({ id }, run) => [`  ${colors.bold(runLetter(run))}`, id, printable(names[run]!)]),
    'lll',
  );
}

function settingsTable({ configuration }: Comparison, runs: number): string[] {
  if (configuration.length === 0) return [];
  const rows = configuration.map(({ field, values }) => [`  ${field}`, ...values]);
  return table(rows, `l${'r'.repeat(runs)}`, { header: ['', ...letters(runs)] });
}

/** If there are two runs, with columns for the difference, its interval and which one is better. */
function figureTable({ figures }: Comparison, runs: number): string[] {
  const ofDifference = runs === 2 ? ['B − A', '95 % interval', 'better'] : [];
  const rows = figures
    .filter(isMeasured)
    .map((figure) => [
      `  ${figure.name}`,
      ...figure.values.map((value, run) => cell(figure, value, figure.deviations[run])),
      ...(runs === 2 ? differenceCells(figure) : []),
      colors.dim(figure.unit),
    ]);
  const aligned = `l${'r'.repeat(runs)}${runs === 2 ? 'rrl' : ''}l`;
  return table(rows, aligned, { header: ['', ...letters(runs), ...ofDifference.map(colors.bold)] });
}

function differenceCells({ difference, digits }: FigureRow): string[] {
  if (!difference) return [missing, '', ''];
  const { value, interval, better } = difference;
  const range = interval ? `${signed(interval.low, digits)} to ${signed(interval.high, digits)}` : '';
  const letter = better && runLetter(better === 'first' ? 0 : 1);
  return [signed(value, digits), colors.dim(range), letter ? colors.bold(letter) : ''];
}

/** Means with their confidence intervals, if some runs differ in the seed only. */
function seedTable({ groups, figures }: Comparison): string[] {
  if (groups.every(({ counted: runs }) => runs.length === 1)) return [];
  const names = groups.map(({ counted: runs }) => colors.bold(runs.map(runLetter).join(' ')));
  const rows = figures
    .filter((figure) => isMeasured(figure) && !isRandom(figure))
    .map((figure) => [
      `  ${figure.name}`,
      ...figure.groups.map((group) => groupCell(figure, group)),
      colors.dim(figure.unit),
    ]);
  return [
    '',
    ...heading(
      'over seeds',
      'means of the runs that differ in the seed only, from 3 on with their 95 % confidence intervals; of repeats the newest counts',
    ),
    ...table(rows, `l${'r'.repeat(groups.length)}l`, { header: ['', ...names] }),
    ...table(
      groups.map(({ variant, counted: runs }, i) => [
        `  ${names[i]!}`,
        colors.dim([counted(runs.length, 'run'), variant].filter((word) => word !== '').join(' · ')),
      ]),
      'll',
    ),
  ];
}

const isMeasured = ({ values }: FigureRow) => values.some((value) => value !== null);
const isRandom = ({ deviations }: FigureRow) => deviations.some((value) => value !== null);

function cell({ digits }: FigureRow, value: number | null, half: number | null | undefined): string {
  const spread = value === null || half == null ? '' : ` ± ${decimals(half, digits)}`;
  return `${decimals(value, digits)}${spread}`;
}

/** The mean of a group, with its number of values where there is no interval. */
function groupCell(figure: FigureRow, group: FigureRow['groups'][number]): string {
  const size = group && group.n > 1 && group.half === null ? ` (n ${group.n})` : '';
  return `${cell(figure, group?.mean ?? null, group?.half)}${size}`;
}
