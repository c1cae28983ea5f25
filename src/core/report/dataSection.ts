import { dataTable } from '../dataset/summary/describeData.ts';
import type { Run } from '../runs/readRun.ts';
import { html, type Html } from './html.ts';
import { table } from './table.ts';

/** What the run was trained on; nothing for runs of earlier versions, which do not record it. */
export function dataSection({ data }: Pick<Run, 'data'>): Html | null {
  if (!data?.summary) return null;
  const { columns, rows, leftOut, warnings } = dataTable(data.summary);
  return html`<h2>Data</h2>
    ${table(columns, rows)} ${leftOut === null ? null : html`<p class="quiet">${leftOut}</p>`}
    ${warnings.map((warning) => html`<p class="warning">Warning: ${warning}</p>`)}`;
}
