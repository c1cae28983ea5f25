import type { Evaluation } from '../evaluation/evaluation.ts';
import { rankingLabel } from '../evaluation/methodTally.ts';
import type { RivalReport } from '../evaluation/measureRivals.ts';
import { rivalTables, type RivalTable } from '../evaluation/rivalTables.ts';
import { html, type Html } from './html.ts';
import { lineChart } from './lineChart.ts';
import { table } from './table.ts';

/** The mask's ranking of words or tokens compared with other rankings; null if they were not measured. */
export function rivalSection(evaluation: Evaluation): Html | null {
  const tables = rivalTables(evaluation);
  if (tables.length === 0) return null;
  const { unit = 'word', rivals } = evaluation;
  return html`<h3>Other explanation methods</h3>
    <p class="quiet">
      The same removal of ${unit}s, ranked by the mask, by methods that need no mask and by explanations that were made
      elsewhere. A score is a ${unit}'s support for the predicted class.
    </p>
    ${rivals && rivalChart(rivals)} ${tables.map(rivalTable)}`;
}

function rivalChart({ methods, sentences }: RivalReport): Html {
  return lineChart({
    title: `SRS_imp(k) by ranking method, ${sentences} texts`,
    axis: 'k',
    x: methods[0]?.curve.map(({ k }) => k) ?? [],
    lines: methods.map((method) => ({
      name: rankingLabel(method),
      values: method.curve.map(({ srs }) => srs),
      band: method.curve.map(({ deviation }) => deviation),
    })),
    digits: 1,
  });
}

function rivalTable({ title, heads, rows, notes }: RivalTable): Html {
  return html`<p>${title}</p>
    ${table(heads, rows)} ${notes.map((note) => html`<p class="quiet">${note}</p>`)}`;
}
