import { valueText } from './readSweep.ts';
import type { Estimate, PairedDifference } from '../../common/statistics.ts';
import type { Combination, Comparison, Measure, Summary } from './summary.ts';

/** Cells as people read them; `align` has one letter a column, l or r. */
export interface TextTable {
  readonly title: string;
  readonly header: readonly string[];
  readonly align: string;
  readonly rows: readonly (readonly string[])[];
}

export const tableFormats = ['md', 'latex', 'csv'] as const;
export type TableFormat = (typeof tableFormats)[number];

const none = '–';
const dash = (value: string | undefined) => value ?? none;

/** The means of all combinations, and the differences where values are compared. */
export function sweepTables(summary: Summary): TextTable[] {
  return [combinationTable(summary), ...(summary.comparisons.length > 0 ? [comparisonTable(summary)] : [])];
}

/** Markdown or LaTeX (booktabs): the tables as they are read. CSV: the combinations alone, every figure in a column of its own. */
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
    title: `Test split, mean ± 95 % interval over seeds (Student's t); * not dominated in accuracy and SRS${parts}`,
    header: [...fields, 'seeds', ...measures.map((measure) => nameOf(measure, summary)), 'Pareto'],
    align: `${'l'.repeat(fields.length)}r${'r'.repeat(measures.length)}l`,
    rows: combinations.map((combination) => [
      ...fields.map((field) => valueText(combination.settings[field])),
      seedsText(combination),
      ...measures.map((measure) => estimateText(combination.estimates[measure], combination.done)),
      combination.pareto ? '*' : '',
    ]),
  };
}

function comparisonTable(summary: Summary): TextTable {
  const { measures } = summary;
  const compared = summary.compared!;
  const others = summary.fields.filter((field) => field !== compared);
  return {
    title: `Differences by ${compared} over the seeds both have: mean ± 95 % interval, p of the paired t test, two-sided`,
    header: [compared, ...others, 'seeds', ...measures.map((measure) => nameOf(measure, summary))],
    align: `l${'l'.repeat(others.length)}r${'r'.repeat(measures.length)}`,
    rows: summary.comparisons.map((comparison) => comparisonRow(comparison, others, measures)),
  };
}

function comparisonRow(
  { from, to, settings, differences }: Comparison,
  others: readonly string[],
  measures: readonly Measure[],
): string[] {
  const n = differences.accuracy?.n ?? 0;
  return [
    `${valueText(from)} → ${valueText(to)}`,
    ...others.map((field) => valueText(settings[field])),
    String(n),
    ...measures.map((measure) => differenceText(differences[measure], n)),
  ];
}

function nameOf(measure: Measure, { headline }: Summary): string {
  const k = headline === null ? '' : `(${headline})`;
  const names: Record<Measure, string> = {
    accuracy: 'accuracy %',
    srsImp: `SRS_imp${k}`,
    srsInter: `SRS_inter${k}`,
    srs: `SRS${k}`,
    srsRandom: 'random',
    usedPerInput: 'neurons used per input %',
    monoPerInput: 'mono per input %',
    monoCorpus: 'mono over corpus %',
    plantedWords: 'planted words AP %',
    plantedPairs: 'planted pairs AP %',
    plantedOwners: 'planted words with a neuron %',
  };
  return names[measure];
}

const seedsText = ({ done, of }: Combination) => (done === of ? String(of) : `${done} of ${of}`);
const signless = (value: number) =>
  value
    .toFixed(1)
    .replace(/^-0\.0$/, '0.0')
    .replace('-', '−');

/** `n`: of the row; said again where the figure has fewer. */
function estimateText(value: Estimate | null, n: number): string {
  if (!value) return none;
  return `${signless(value.mean)} ± ${dash(value.half?.toFixed(1))}${value.n === n ? '' : ` (n ${value.n})`}`;
}

function differenceText(value: PairedDifference | null, n: number): string {
  if (!value) return none;
  const sign = value.mean >= 0.05 ? '+' : '';
  const p = value.p === null ? '' : `, p ${value.p < 0.001 ? '< 0.001' : value.p.toFixed(3)}`;
  return `${sign}${estimateText(value, n)}${p}`;
}

function markdown({ title, header, align, rows }: TextTable): string {
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
    ...measures.flatMap((measure) => [measure, `${measure}_half95`, `${measure}_n`]),
    'pareto',
  ];
  const rows = summary.combinations.map(({ settings, done, of, estimates, pareto }) => [
    ...summary.fields.map((field) => valueText(settings[field])),
    done,
    of,
    ...measures.flatMap((measure) => {
      const { mean = null, half = null, n = 0 } = estimates[measure] ?? {};
      return [mean, half, n];
    }),
    pareto,
  ]);
  return [header, ...rows].map((row) => `${row.map(csvCell).join(',')}\n`).join('');
}

function csvCell(value: string | number | boolean | null): string {
  const text = value === null ? '' : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
