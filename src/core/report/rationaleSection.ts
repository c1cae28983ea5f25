import type { Evaluation } from '../evaluation/evaluation.ts';
import { rationaleNote, rationaleTables } from '../evaluation/rationaleTables.ts';
import { html, type Html } from './html.ts';
import { table } from './table.ts';

/** How well rankings of words or tokens find what is marked in the texts; null if nothing is. */
export function rationaleSection(evaluation: Evaluation): Html | null {
  const tables = rationaleTables(evaluation);
  if (tables.length === 0) return null;
  return html`<h3>Agreement with rationales</h3>
    <p class="quiet">How well rankings find the words that are marked as deciding; ${rationaleNote}.</p>
    ${tables.map(
      ({ title, remark, heads, rows }) =>
        html`<p>${title} <span class="quiet">${remark}</span></p>
          ${table(heads, rows)}`,
    )}`;
}
