import { csvText } from '../../common/csv.ts';
import { decimals, missing, signed } from '../../common/format.ts';
import type { Estimate, PairedDifference } from '../../common/statistics.ts';
import { labelOf, type KnownMeasure } from '../experiment/measures.ts';
import { valueText } from './readSweep.ts';
import type { Combination, Comparison, Summary } from './summary.ts';

/** A table with formatted cells; `align` has one letter per column, l or r. */
export interface TextTable {
  readonly title: string;
  readonly header: readonly string[];
  readonly align: string;
  readonly rows: readonly (readonly string[])[];
}

export const tableFormats = ['md', 'latex', 'csv'] as const;
export type TableFormat = (typeof tableFormats)[number];

/** The means of all combinations and, if values are compared, their differences. */
export function sweepTables(summary: Summary): TextTable[] {
  return [combinationTable(summary), ...(summary.comparisons.length > 0 ? [comparisonTable(summary)] : [])];
}

/** Markdown or LaTeX (booktabs): both tables, formatted. CSV: only the combinations, with every figure in its own column. */
export function tableText(summary: Summary, format: TableFormat): string {
  if (format === 'csv') return csv(summary);
  return sweepTables(summary)
    .map(format === 'md' ? markdown : latex)
    .join('\n');
}

function combinationTable(summary: Summary): TextTable {
  const { fields, done, of, combinations, measures } = summary;
  const parts = done < of ? `; ${done} of ${of} elements are done` : '';
  return {
    title: `Test split, mean ± 95 % interval over seeds (Student's t, from 3 seeds on); * not dominated in accuracy and SRS${parts}`,
    header: [...fields, 'seeds', ...measures.map((measure) => headOf(measure, summary)), 'Pareto'],
    align: `${'l'.repeat(fields.length)}r${'r'.repeat(measures.length)}l`,
    rows: combinations.map((combination) => [
      ...fields.map((field) => valueText(combination.settings[field])),
      seedsText(combination),
      ...measures.map((measure) => estimateText(combination.estimates[measure.id], measure, combination.done)),
      combination.pareto ? '*' : '',
    ]),
  };
}

function comparisonTable(summary: Summary): TextTable {
  const { measures } = summary;
  const compared = summary.compared!;
  const others = summary.fields.filter((field) => field !== compared);
  return {
    title: `Differences by ${compared} over the common seeds: mean ± 95 % interval, p of the paired t test, two-sided`,
    header: [compared, ...others, 'seeds', ...measures.map((measure) => headOf(measure, summary))],
    align: `l${'l'.repeat(others.length)}r${'r'.repeat(measures.length)}`,
    rows: summary.comparisons.map((comparison) => comparisonRow(comparison, others, measures)),
  };
}

function comparisonRow(
  { from, to, settings, differences }: Comparison,
  others: readonly string[],
  measures: readonly KnownMeasure[],
): string[] {
  const n = differences.accuracy?.n ?? 0;
  return [
    `${valueText(from)} → ${valueText(to)}`,
    ...others.map((field) => valueText(settings[field])),
    String(n),
    ...measures.map((measure) => differenceText(differences[measure.id], measure, n)),
  ];
}

function headOf(measure: KnownMeasure, { headline }: Summary): string {
  const text = measure.heading ?? labelOf(measure, headline);
  return measure.unit === '%' ? `${text} %` : text;
}

const seedsText = ({ done, of }: Combination) => (done === of ? String(of) : `${done} of ${of}`);

/** `n`: number of values in the row's column of seeds; a figure over another number of values says so. */
function estimateText(value: Estimate | null, measure: KnownMeasure, n: number): string {
  if (!value) return missing;
  const mean = measure.signed ? signed(value.mean, measure.decimals) : decimals(value.mean, measure.decimals);
  return `${mean}${halfText(value, measure, n)}`;
}

function differenceText(value: PairedDifference | null, measure: KnownMeasure, n: number): string {
  if (!value) return missing;
  const p = value.p === null ? '' : `, p ${value.p < 0.001 ? '< 0.001' : value.p.toFixed(3)}`;
  return `${signed(value.mean, measure.decimals)}${halfText(value, measure, n)}${p}`;
}

function halfText({ half, n: count }: Estimate, measure: KnownMeasure, n: number): string {
  const interval = half === null ? '' : ` ± ${decimals(half, measure.decimals)}`;
  return `${interval}${count === n ? '' : ` (n ${count})`}`;
}

/** A table in Markdown under its title. */
export function markdown({ title, header, align, rows }: TextTable): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = Array.from(align, (letter) => (letter === 'r' ? '---:' : '---'));
  return [
    `${title.replaceAll('*', '\\*')}:`,
    '',
    line(header),
    line(rule),
    ...rows.map((row) => line(row.map(starred))),
    '',
  ].join('\n');
}

const starred = (cell: string) => (cell === '*' ? '\\*' : cell);

function latex({ title, header, align, rows }: TextTable): string {
  const line = (cells: readonly string[]) => `${cells.map(escapedForLatex).join(' & ')} \\\\`;
  return [
    `% ${title}`,
    `\\begin{tabular}{${align}}`,
    '\\toprule',
    line(header),
    '\\midrule',
    ...rows.map(line),
    '\\bottomrule',
    '\\end{tabular}',
    '',
  ].join('\n');
}

const latexSigns: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '±': '$\\pm$',
  '→': '$\\to$',
  '−': '$-$',
  '–': '--',
  '<': '$<$',
};

function escapedForLatex(cell: string): string {
  return cell.replace(/[\\~^±→−–<&%$#_{}]/g, (sign) => latexSigns[sign] ?? `\\${sign}`);
}

/** A mean, the half of its 95 % interval and its n for each measure; empty where there is none. */
function csv(summary: Summary): string {
  const { measures } = summary;
  const header = [
    ...summary.fields,
    'seeds_done',
    'seeds',
    ...measures.flatMap(({ id, column = id }) => [column, `${column}_half95`, `${column}_n`]),
    'pareto',
  ];
  const rows = summary.combinations.map(({ settings, done, of, estimates, pareto }) => [
    ...summary.fields.map((field) => valueText(settings[field])),
    done,
    of,
    ...measures.flatMap(({ id }) => {
      const { mean = null, half = null, n = 0 } = estimates[id] ?? {};
      return [mean, half, n];
    }),
    pareto,
  ]);
  return csvText([header, ...rows]);
}
