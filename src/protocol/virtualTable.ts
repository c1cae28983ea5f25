import * as z from 'zod';

/** What the protocols of panels that are one long table share: the extension has all rows, the panel those around the ones in view. */

/** Of a row, or a number of rows. */
export const index = z.int().min(0);

/** Rows that a panel draws. */
export interface View {
  readonly start: number;
  readonly count: number;
}

/** The rows that are sent before the panel says which it draws. */
export const firstView: View = { start: 0, count: 80 };

/** Where the user is in a table: the row that keys act on, and the first row in view. */
export const place = z.strictObject({ current: index, first: index });
export type Place = z.output<typeof place>;

/** The panel has another version of the protocol: it has to be reopened. */
export const outdatedMessage = z.strictObject({ kind: z.literal('outdated') });

/** Everything about a table but its rows. */
export const tableMessage = z.strictObject({
  kind: z.literal('table'),
  /** Another one where rows are others or in another order. */
  generation: index,
  /** Rows of the table. */
  count: index,
  /** Shown above the rows; null if there is none. */
  problem: z.string().nullable(),
});
export type TableMessage = z.output<typeof tableMessage> & { readonly state: unknown };

/** Rows from `start`, of the table of this generation. */
export const rowsMessage = <Row extends z.ZodType>(row: Row) =>
  z.strictObject({ kind: z.literal('rows'), generation: index, start: index, rows: z.array(row) });

/** To a panel that is a table. */
export type ToVirtualTable<Table extends TableMessage, Row> =
  | z.output<typeof outdatedMessage>
  | Table
  | { readonly kind: 'rows'; readonly generation: number; readonly start: number; readonly rows: readonly Row[] };

/** The first message; nothing is sent to the panel before it. */
export const readyMessage = z.strictObject({ kind: z.literal('ready'), version: z.int() });

/** The rows that the panel draws now. */
export const viewMessage = z.strictObject({ kind: z.literal('view'), start: index, count: index });
