import type { FigureRow, Group, Runs } from '../../src/protocol/compare.ts';
import { h, type Child } from '../shared/dom.ts';
import { decimals } from '../../src/common/format.ts';
import { swatch } from '../shared/swatch.ts';
import { letterOf, lettersOf } from './letters.ts';

/** Where the settings differ. */
export function settingsTable({ runs, groups, configuration }: Runs): HTMLElement {
  if (configuration.length === 0) return h('p', { class: 'muted' }, 'All settings are the same.');
  const heads = runs.map((_, run) => runHead(groups, run));
  const rows = configuration.map(({ field, values }) => row(field, values));
  return table('Settings in which the runs differ', heads, rows);
}

/** What each run reached, then the means of groups of several. */
export function resultsTable({ runs, groups, figures }: Runs): HTMLElement {
  const shown = figures.filter(({ values }) => values.some((value) => value !== null));
  if (shown.length === 0) return h('p', { class: 'muted' }, 'No run is evaluated yet.');
  const several = groups.flatMap((group, i) => (group.runs.length > 1 ? [i] : []));
  const heads = [
    ...runs.map((_, run) => runHead(groups, run)),
    ...several.map((i) => head({ class: 'mean' }, swatch(i), `mean ${lettersOf(groups[i]!.runs)}`)),
  ];
  const rows = shown.map((figure) => {
    const name = `${figure.name}${figure.unit === '' ? '' : `, ${figure.unit}`}`;
    const means = several.map((i) => {
      const mean = isRandom(figure) ? null : figure.groups[i];
      return cell(figure, mean?.mean ?? null, mean?.half);
    });
    return row(name, [...figure.values.map((value, i) => cell(figure, value, figure.deviations[i])), ...means]);
  });
  return table('Results on the test split', heads, rows);
}

const isRandom = ({ deviations }: FigureRow) => deviations.some((deviation) => deviation !== null);

function cell({ digits }: FigureRow, value: number | null, half: number | null | undefined): string {
  const spread = value === null || half == null ? '' : ` ±\u00a0${decimals(half, digits)}`;
  return `${decimals(value, digits)}${spread}`;
}

function runHead(groups: readonly Group[], run: number): HTMLElement {
  const group = groups.findIndex(({ runs }) => runs.includes(run));
  return head({}, swatch(group), letterOf(run));
}

function head(attributes: { class?: string }, ...children: readonly Child[]): HTMLElement {
  return h('th', { scope: 'col', ...attributes }, ...children);
}

function row(name: string, values: readonly string[]): HTMLElement {
  return h('tr', {}, h('th', { scope: 'row' }, name), ...values.map((value) => h('td', {}, value)));
}

function table(caption: string, heads: readonly HTMLElement[], rows: readonly HTMLElement[]): HTMLElement {
  return h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': caption },
    h(
      'table',
      { class: 'figures' },
      h('caption', { class: 'unseen' }, caption),
      h('thead', {}, h('tr', {}, h('td'), ...heads)),
      h('tbody', {}, ...rows),
    ),
  );
}
