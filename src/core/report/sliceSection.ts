import type { Evaluation } from '../evaluation/evaluation.ts';
import { sliceNote, sliceTable, type SliceRow } from '../evaluation/sliceTable.ts';
import { html, type Content, type Html } from './html.ts';
import { table } from './table.ts';

/** What was measured on the slices of the test split; null without slices. */
export function sliceSection(evaluation: Evaluation): Html | null {
  const found = sliceTable(evaluation);
  if (!found) return null;
  return html`<h3>Slices</h3>
    <p class="quiet">The same measures on groups of texts, at the headline fraction; ${sliceNote}.</p>
    ${table(['', 'texts', ...found.heads], found.rows.map(cellsOf))}
    ${found.notes.map((note) => html`<p>Note: ${note}.</p>`)}`;
}

function cellsOf({ name, where, texts, cells }: SliceRow): Content[] {
  const withRemark = (text: string, remark: string) => html`${text}<br /><span class="quiet">${remark}</span>`;
  return [withRemark(name, where), texts, ...cells.map(({ text, interval }) => withRemark(text, interval ?? ''))];
}
