import {
  fromDataTable,
  type DataTableMessage,
  type DataTableRow,
  type ToDataTable,
} from '../../../src/protocol/dataTable.ts';
import { firstView } from '../../../src/protocol/virtualTable.ts';
import type { Scene } from '../panelBrowser.ts';

const texts = [
  'You have won a free prize, call now to claim it before it is too late, no purchase is necessary at all',
  'The film is warm and funny',
  'See you at lunch?',
  'A dull, cold story that never finds its way out of the first act, and does not want to either',
];

/** The row with this number; the same at every call. */
export function someRow(index: number): DataTableRow {
  const text = texts[index % texts.length]!;
  const words = [...text.matchAll(/\w+/g)].map((word, i): [number, number, number] => [
    word.index,
    word.index + word[0].length,
    (((index + 1) * (i + 3) * 37) % 100) / 100,
  ]);
  const isWrong = index % 7 === 3;
  const margin = 0.1 + (index % 13) / 5;
  const prediction = {
    predicted: index % 2 === 0 ? 'spam' : 'ham',
    isWrong,
    margin,
    error: isWrong ? margin : -margin,
  };
  return { index, line: index + 2, text, label: isWrong === (index % 2 === 0) ? 'ham' : 'spam', prediction, words };
}

const table: DataTableMessage = {
  ...{
    kind: 'table',
    title: 'messages.tsv',
    run: 'preset safr · seed 2',
    whyNoRun: null,
    generation: 1,
    count: 0,
    total: 0,
  },
  ...{ labels: ['ham', 'spam'], slices: ['negations', 'reviews from mobile devices'], progress: null, problem: null },
  predicted: { labelled: 0, correct: 0 },
  state: { search: '', label: null, slice: null, onlyWrong: false, sort: null },
};

/** A table of so many rows, which come as the panel asks for them. */
export function dataTableScene(
  name: string,
  count: number,
  parts: Partial<DataTableMessage> = {},
  row = someRow,
): Scene {
  const rows = (start: number, wanted: number): ToDataTable => ({
    ...{ kind: 'rows', generation: 1, start },
    rows: Array.from({ length: Math.max(0, Math.min(wanted, count - start)) }, (_, i) => row(start + i)),
  });
  return {
    ...{ panel: 'dataTable', name, drawn: '.virtual .body [role=gridcell]' },
    answer: (data) => {
      const message = fromDataTable.parse(data);
      if (message.kind === 'ready')
        return [{ ...table, count, total: count, ...parts }, rows(firstView.start, firstView.count)];
      return message.kind === 'view' ? [rows(message.start, message.count)] : [];
    },
  };
}

export const dataTableScenes: readonly Scene[] = [
  dataTableScene('predicted rows', 1000),
  dataTableScene('a pass over all rows', 1_000_000, {
    progress: { what: 'Predicting', share: 0.4, canCancel: true },
    state: { ...table.state, sort: { column: 'margin', descending: false }, onlyWrong: true },
  }),
  dataTableScene(
    'a file that no run explains',
    40,
    {
      run: null,
      whyNoRun: 'No run explains this file yet: train an experiment that names it.',
      labels: [],
      slices: [],
    },
    (index) => ({ ...someRow(index), label: null, prediction: null, words: [] }),
  ),
  dataTableScene('the rows of a slice', 41, {
    ...{ total: 1_000_000, predicted: { labelled: 41, correct: 35 } },
    state: { ...table.state, slice: 'reviews from mobile devices' },
  }),
];
