import type { Differences } from '../../src/protocol/dashboard.ts';
import { h, type Child } from '../shared/dom.ts';
import { clock, decimals, grouped, percent } from '../shared/figures.ts';
import type { ShownRun } from './plots.ts';
import { swatch } from './swatch.ts';

interface Column {
  readonly name: string;
  readonly slot: number | null;
}

type Row = readonly [name: string, ...values: string[]];

/** The figures of the evaluations, a run a column. */
export function resultsTable(runs: readonly ShownRun[]): HTMLElement {
  const columns = runs.map(({ label, slot }) => ({ name: label, slot }));
  return table('Results of the shown runs', columns, resultRows(runs));
}

export function differencesTable({ columns, rows }: Differences): HTMLElement {
  if (columns.length === 0) return h('p', { class: 'muted' }, 'No run is chosen above.');
  const alone = columns.length === 2 && columns.some(({ slot }) => slot === null);
  if (rows.length === 0) {
    const text = alone ? 'Every value is the default.' : 'The shown runs were made with the same values.';
    return h('p', { class: 'muted' }, text);
  }
  return table(
    alone ? 'Values that are not the default' : 'Values in which the shown runs differ',
    columns,
    rows.map(({ field, values }): Row => [field, ...values]),
  );
}

function resultRows(runs: readonly ShownRun[]): Row[] {
  const evaluations = runs.map(({ curves }) => curves.evaluation);
  const row = (name: string, value: (evaluation: NonNullable<(typeof evaluations)[number]>) => string): Row => [
    name,
    ...evaluations.map((evaluation) => (evaluation ? value(evaluation) : '–')),
  ];
  const k = evaluations.find((evaluation) => evaluation)?.headline ?? 0.3;
  const srs = (name: string, kind: 'imp' | 'inter' | 'both') =>
    row(`${name}(${k}), points (random)`, ({ curve, headline }) => {
      const value = curve.find((point) => point.k === headline)?.[kind];
      return value ? `${decimals(value.srs, 1)} (${spread(value.random)})` : '–';
    });
  return [
    row('Accuracy, test', ({ accuracy }) => percent(accuracy)),
    row('Macro F1', ({ macroF1 }) => percent(macroF1)),
    srs('SRS_imp', 'imp'),
    srs('SRS_inter', 'inter'),
    srs('SRS', 'both'),
    row('Monosemantic share per input', ({ monosemanticPerInput }) => percent(monosemanticPerInput)),
    row('Monosemantic over the corpus', ({ monosemanticOfCorpus }) => percent(monosemanticOfCorpus)),
    row('Dead over the corpus', ({ deadOfCorpus }) => percent(deadOfCorpus)),
    row('Sentences', ({ sentences }) => grouped(sentences)),
    ['Device', ...runs.map(({ curves }) => curves.device)],
    ['Training time', ...runs.map(({ curves }) => clock(curves.seconds))],
  ];
}

function spread(random: { readonly mean: number; readonly deviation: number | null } | null): string {
  if (!random) return '–';
  return `${decimals(random.mean, 1)}${random.deviation === null ? '' : ` ± ${decimals(random.deviation, 1)}`}`;
}

function table(caption: string, columns: readonly Column[], rows: readonly Row[]): HTMLElement {
  const head = columns.map(({ name, slot }) => {
    const inside: Child[] = [slot === null ? null : swatch(slot), name];
    return h('th', { scope: 'col' }, ...inside);
  });
  const body = rows.map(([name, ...values]) =>
    h('tr', {}, h('th', { scope: 'row' }, name), ...values.map((value) => h('td', {}, value))),
  );
  return h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': caption },
    h(
      'table',
      { class: 'figures' },
      h('caption', { class: 'unseen' }, caption),
      h('thead', {}, h('tr', {}, h('td'), ...head)),
      h('tbody', {}, ...body),
    ),
  );
}
