import { valueText, type Element } from '../../../core/sweep/readSweep.ts';
import type { SweepGrid } from '../../../protocol/sweep.ts';

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
