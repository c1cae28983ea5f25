import { sweepTables } from '../../../core/sweep/tables.ts';
import { settingsText, valueText } from '../../../core/sweep/readSweep.ts';
import { summarize, type Summary } from '../../../core/sweep/summary.ts';
import type { SweepPoint, SweepResult, SweepTable } from '../../../protocol/sweep.ts';
import type { SweepState } from '../../sweeps/sweepStates.ts';

/** `compare`: the field whose values are compared, where it is one of the sweep's; else the usual one. */
export function summaryOfSweep({ sweep: { elements }, runs }: SweepState, compare: string | null): Summary {
  const chosen = compare !== null && comparable(elements.map(({ settings }) => settings)).includes(compare);
  return summarize(elements, runs, chosen ? compare : undefined);
}

/** What the panel shows of it; null before the first element is done. */
export function sweepResult({ sweep: { elements } }: SweepState, summary: Summary): SweepResult | null {
  if (summary.done === 0) return null;
  const [combinations, differences] = sweepTables(summary);
  return {
    combinations: numbered(combinations!),
    differences: differences ? plain(differences) : null,
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

function plain({ title, header, align, rows }: Table): SweepTable {
  return { title, header: [...header], align, rows: rows.map((row) => [...row]) };
}

/** With the numbers by which the plot names its points. */
function numbered(table: Table): SweepTable {
  const { title, header, align, rows } = plain(table);
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
