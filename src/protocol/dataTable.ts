import * as z from 'zod'; // so that a bundle has only what is used of it
import { index, outdatedMessage, place, readyMessage, rowsMessage, tableMessage, viewMessage } from './virtualTable.ts';

/** Between the extension and the table of a data set. */
export const dataTableVersion = 2;

export const sortColumns = ['margin', 'error'] as const;

/** Which rows are shown, and in which order. */
const dataTableState = z.strictObject({
  /** The rows whose text contains it. */
  search: z.string(),
  /** The label of the rows; null: every label. */
  label: z.string().nullable(),
  /** The slice of the run's experiment that the rows are in; null: not restricted to one. */
  slice: z.string().nullable(),
  onlyWrong: z.boolean(),
  /** By the margin of the prediction, or by how far the label's logit lies below another; null: in the order of the file. */
  sort: z.strictObject({ column: z.enum(sortColumns), descending: z.boolean() }).nullable(),
});
export type DataTableState = z.output<typeof dataTableState>;

/** What the page stores, so that it survives a reload of the window. */
export const keptDataTable = z.strictObject({ state: dataTableState, place });
export type KeptDataTable = z.output<typeof keptDataTable>;

const row = z.strictObject({
  /** Its number in the file, from 0, and its line (in Parquet its row), from 1. */
  index,
  line: index,
  /** At most its beginning. */
  text: z.string(),
  label: z.string().nullable(),
  /** null: not known yet, or the text has no token. */
  prediction: z
    .strictObject({ predicted: z.string(), isWrong: z.boolean(), margin: z.number(), error: z.number().nullable() })
    .nullable(),
  words: z.array(z.tuple([z.number(), z.number(), z.number()])),
});
export type DataTableRow = z.output<typeof row>;

const table = tableMessage.extend({
  title: z.string(),
  /** The run that predicts; null if there is none. */
  run: z.string().nullable(),
  /** Why nothing is predicted; null if it is. */
  whyNoRun: z.string().nullable(),
  /** Rows of the file so far. */
  total: index,
  labels: z.array(z.string()),
  /** Names of the slices of the run's experiment. */
  slices: z.array(z.string()),
  /** Of the rows of the table: how many have a label and a known prediction, and how many of these are predicted correctly. */
  predicted: z.strictObject({ labelled: index, correct: index }),
  /** What is in progress, and its share; null where that is not known. */
  progress: z.strictObject({ what: z.string(), share: z.number().nullable(), canCancel: z.boolean() }).nullable(),
  state: dataTableState,
});
export type DataTableMessage = z.output<typeof table>;

export const toDataTable = z.discriminatedUnion('kind', [outdatedMessage, table, rowsMessage(row)]);
export type ToDataTable = z.output<typeof toDataTable>;

export const fromDataTable = z.discriminatedUnion('kind', [
  readyMessage,
  viewMessage,
  z.strictObject({ kind: z.literal('search'), text: z.string() }),
  z.strictObject({ kind: z.literal('label'), label: z.string().nullable() }),
  z.strictObject({ kind: z.literal('slice'), slice: z.string().nullable() }),
  z.strictObject({ kind: z.literal('onlyWrong'), on: z.boolean() }),
  /** By a column: first the smallest values, then the largest, then not at all. */
  z.strictObject({ kind: z.literal('sort'), column: z.enum(sortColumns) }),
  /** As the page stored it before it was loaded again. */
  z.strictObject({ kind: z.literal('restore'), state: dataTableState }),
  /** Predicts all rows of the table. */
  z.strictObject({ kind: z.literal('predictAll') }),
  z.strictObject({ kind: z.literal('cancel') }),
  /** The neuron panel of a row, where its text can be edited too; its place in the file. */
  z.strictObject({ kind: z.literal('neurons'), index }),
  z.strictObject({ kind: z.literal('line'), index }),
]);
export type FromDataTable = z.output<typeof fromDataTable>;
