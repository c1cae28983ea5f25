import type { Evaluation } from '../evaluation/evaluation.ts';
import { sliceNote, sliceTable, type SliceRow } from '../evaluation/sliceTable.ts';
import { html, type Html } from './html.ts';

/** What was measured on the slices of the test split; null without slices. */
export function sliceSection(evaluation: Evaluation): Html | null {
  const found = sliceTable(evaluation);
  if (!found) return null;
  return html`<h3>Slices</h3>
    <p class="quiet">The same measures on groups of texts, at the headline fraction; ${sliceNote}.</p>
    <table>
      <thead>
        <tr>
          <th></th>
          ${['texts', ...found.heads].map((head) => html`<th>${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${found.rows.map(rowOf)}
      </tbody>
    </table>
    ${found.notes.map((note) => html`<p>Note: ${note}.</p>`)}`;
}

function rowOf({ name, where, texts, cells }: SliceRow): Html {
  return html`<tr>
    <th>${name}<br /><span class="quiet">${where}</span></th>
    <td>${texts}</td>
    ${cells.map(({ text, interval }) => html`<td>${text}<br /><span class="quiet">${interval ?? ''}</span></td>`)}
  </tr>`;
}
