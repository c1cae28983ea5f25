import { sweepTables } from '../../../core/sweep/tables.ts';
import { settingsText, valueText, type Element } from '../../../core/sweep/readSweep.ts';
import { summarize, type Summary } from '../../../core/sweep/summary.ts';
import type { SweepPoint, SweepResult, SweepTable, SweepGrid } from '../../../protocol/sweep.ts';
import type { SweepState } from '../../sweeps/sweepStates.ts';

/** `compare`: the field whose values are compared, where it is one of the sweep's; else the usual one. */
export function summaryOfSweep({ sweep: { elements }, runs }: SweepState, compare: string | null): Summary {
  const chosen = compare !== null && comparable(elements.map(({ settings }) => settings)).includes(compare);
  return summarize(elements, runs, chosen ? compare : undefined);
}

/** What the panel shows of it; null before the first element is done. */
export function sweepResult({ sweep: { elements } }: SweepState, summary: Summary): SweepResult | null {
  if (summary.done === 0) return null;
  const [combinations, differences] = sweepTables(summary).map((table) => withHeadlineFirst(table, summary));
  return {
    combinations: numbered(combinations!),
    differences: differences ?? null,
    comparable: comparable(elements.map(({ settings }) => settings)),
    compared: summary.compared,
    srsName: summary.headline === null ? 'SRS' : `SRS(${summary.headline})`,
    points: summary.combinations.flatMap(pointOf),
  };
}

/** Fields with several values. */
function comparable(all: readonly Readonly<Record<string, unknown>>[]): string[] {
  const fields = Object.keys(all[0] ?? {}).filter((field) => field !== 'seed');
  return fields.filter((field) => new Set(all.map((settings) => valueText(settings[field]))).size > 1);
}

type Table = ReturnType<typeof sweepTables>[number];

/** The measures of the result stand first, where they are seen in a narrow panel, too. */
function withHeadlineFirst({ title, header, align, rows }: Table, { measures }: Summary): SweepTable {
  const first = header.indexOf('seeds') + 1;
  const isHeadline = (id: string | undefined) => id === 'accuracy' || id === 'srs' || id === 'srsRandom';
  const rankOf = (column: number) => (column < first ? 0 : isHeadline(measures[column - first]?.id) ? 1 : 2);
  const order = header.map((_, column) => column).sort((a, b) => rankOf(a) - rankOf(b));
  const inOrder = <T>(cells: readonly T[]) => order.map((column) => cells[column]!);
  return { title, header: inOrder(header), align: inOrder([...align]).join(''), rows: rows.map(inOrder) };
}

/** With the numbers by which the plot names its points. */
function numbered({ title, header, align, rows }: SweepTable): SweepTable {
  return { title, header: ['', ...header], align: `r${align}`, rows: rows.map((row, i) => [String(i + 1), ...row]) };
}

function pointOf({ settings, estimates: { accuracy, srs }, pareto }: Summary['combinations'][number], i: number) {
  if (!accuracy || !srs) return [];
  const plotted = ({ mean, half }: typeof accuracy) => ({ mean, half });
  const name = Object.keys(settings).length === 0 ? 'all seeds' : settingsText(settings);
  const point: SweepPoint = {
    number: i + 1,
    name,
    accuracy: plotted(accuracy),
    srs: plotted(srs),
    front: pareto === true,
  };
  return [point];
}

/** Elements as a grid: a row for each combination of all values but the seed's, a column for each seed. */
export function sweepGrid(elements: readonly Pick<Element, 'settings'>[]): SweepGrid {
  const fields = Object.keys(elements[0]?.settings ?? {}).filter((field) => field !== 'seed');
  const seeds = new Set(elements.flatMap(({ settings }) => ('seed' in settings ? valueText(settings['seed']) : [])));
  const rows = new Map<string, SweepGrid['rows'][number]>();
  elements.forEach(({ settings }, i) => {
    const values = fields.map((field) => valueText(settings[field]));
    const key = JSON.stringify(fields.map((field) => settings[field]));
    const row = rows.get(key) ?? { values, elements: [] };
    row.elements.push(i + 1);
    rows.set(key, row);
  });
  return { fields, seeds: [...seeds], rows: [...rows.values()] };
}
