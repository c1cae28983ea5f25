import * as z from 'zod'; // so that a bundle has only what is used of it
import { index, outdatedMessage, place, readyMessage, rowsMessage, tableMessage, viewMessage } from './virtualTable.ts';

/** Between the extension and the table of runs. The panel draws the rows it is sent and stores only the state it is sent. */
export const runTableVersion = 2;

const runTableState = z.strictObject({
  sort: z.strictObject({ column: z.string(), descending: z.boolean() }).nullable(),
  filter: z.string(),
  /** Whether runs that differ in their seed only are one row. */
  grouped: z.boolean(),
  /** By column, whether the user shows or hides it; the others are shown as the table proposes. */
  columns: z.record(z.string(), z.boolean()),
  /** Directories of the selected runs, so far as they are not many. */
  selected: z.array(z.string()).readonly().default([]),
});
export type RunTableState = z.output<typeof runTableState>;

/** What the page stores, and VS Code gives back after a reload of the window. */
export const keptRunTable = z.strictObject({ state: runTableState, place });
export type KeptRunTable = z.output<typeof keptRunTable>;

const column = z.strictObject({
  id: z.string(),
  name: z.string(),
  help: z.string(),
  kind: z.enum(['run', 'setting', 'measure']),
  isNumber: z.boolean(),
  isShown: z.boolean(),
  /** In characters. */
  width: index,
});
export type RunTableColumn = z.output<typeof column>;

const row = z.strictObject({
  key: z.string(),
  kind: z.enum(['run', 'inner', 'group']),
  /** Whether the runs of a group are shown. */
  isExpanded: z.boolean(),
  isSelected: z.boolean(),
  isPinned: z.boolean(),
  state: z.enum(['running', 'finished', 'stopped', 'interrupted', 'failed']),
  /** Texts of the columns that are shown, in their order. */
  cells: z.array(z.string()),
  /** The run's for VS Code's menu; null for a group. */
  context: z.strictObject({ run: z.string(), webviewSection: z.string() }).nullable(),
});
export type RunTableRow = z.output<typeof row>;

const table = tableMessage.extend({
  /** Numbers of runs: those in the table, all there are, and the selected ones. */
  matching: index,
  total: index,
  selected: index,
  columns: z.array(column),
  state: runTableState,
});
export type RunTableMessage = z.output<typeof table>;

export const toRunTable = z.discriminatedUnion('kind', [outdatedMessage, table, rowsMessage(row)]);
export type ToRunTable = z.output<typeof toRunTable>;

export const fromRunTable = z.discriminatedUnion('kind', [
  readyMessage,
  viewMessage,
  /** By a column: first descending, then ascending, then not at all. */
  z.strictObject({ kind: z.literal('sort'), column: z.string() }),
  z.strictObject({ kind: z.literal('filter'), text: z.string() }),
  z.strictObject({ kind: z.literal('group'), on: z.boolean() }),
  z.strictObject({ kind: z.literal('show'), column: z.string(), on: z.boolean() }),
  /** The runs of a row, or of all rows between two, by their keys. */
  z.strictObject({ kind: z.literal('select'), from: z.string(), to: z.string(), on: z.boolean() }),
  z.strictObject({ kind: z.literal('selectAll'), on: z.boolean() }),
  z.strictObject({ kind: z.literal('expand'), key: z.string(), on: z.boolean() }),
  /** The dashboard of a run. */
  z.strictObject({ kind: z.literal('open'), key: z.string() }),
  z.strictObject({ kind: z.literal('name'), key: z.string() }),
  /** What to do with the selected runs, or with all that are listed. */
  z.strictObject({ kind: z.literal('compare') }),
  z.strictObject({ kind: z.literal('openSelected') }),
  z.strictObject({ kind: z.literal('save') }),
]);
export type FromRunTable = z.output<typeof fromRunTable>;
