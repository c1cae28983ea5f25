import { dataTable } from '../dataset/summary/describeData.ts';
import type { Run } from '../runs/readRun.ts';
import { html, type Html } from './html.ts';

/** What the run was trained on; nothing for runs of earlier versions, which do not record it. */
export function dataSection({ data }: Pick<Run, 'data'>): Html | null {
  if (!data?.summary) return null;
  const { columns, rows, leftOut, warnings } = dataTable(data.summary);
  return html`<h2>Data</h2>
    <table>
      <thead>
        <tr>
          ${columns.map((name) => html`<th>${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (cells) =>
            html`<tr>
              ${cells.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
    ${leftOut === null ? null : html`<p class="quiet">${leftOut}</p>`}
    ${warnings.map((warning) => html`<p class="warning">Warning: ${warning}</p>`)}`;
}
