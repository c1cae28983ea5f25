import { html, type Content, type Html } from './html.ts';

/** What most cells are: numbers are aligned right, words left. */
type CellKind = 'numbers' | 'words';

/** A table with a heading for each column, or none at all; the first cell of each row is its heading. */
export function table(
  heads: readonly string[],
  rows: readonly (readonly Content[])[],
  kind: CellKind = 'numbers',
): Html {
  return html`<table class="${kind}">
    ${
      heads.length === 0
        ? null
        : html`<thead>
            <tr>
              ${heads.map((head) => html`<th>${head}</th>`)}
            </tr>
          </thead>`
    }
    <tbody>
      ${rows.map(
        ([name, ...cells]) =>
          html`<tr>
            <th>${name}</th>
            ${cells.map((cell) => html`<td>${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}
