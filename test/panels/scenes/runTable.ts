import { runNames } from '../../../src/core/comparison/runNames.ts';
import type { Run } from '../../../src/core/runs/readRun.ts';
import { initialState, isTableChange, RunTableModel } from '../../../src/extension/panels/runTable/runTableModel.ts';
import { fromRunTable, type RunTableState } from '../../../src/protocol/runTable.ts';
import { firstView } from '../../../src/protocol/virtualTable.ts';
import type { Scene } from '../panelBrowser.ts';
import { someRuns } from './someRuns.ts';

/** The table of these runs, answered as the extension does. */
export function runTableScene(name: string, runs: readonly Run[], state: Partial<RunTableState> = {}): Scene {
  const all = runNames(runs);
  const names = new Map(runs.map((run, i) => [run, all[i]!]));
  const nameOf = (run: Run) => names.get(run)!;
  const titles = { nameOf, experimentOf: () => 'reviews' };
  const model = new RunTableModel({ ...initialState, ...state }, titles, () => 'run unpinned');
  model.setRuns(runs);
  let view = firstView;
  const rows = () => ({ kind: 'rows', ...model.rowsFrom(view.start, view.count) });
  return {
    ...{ panel: 'runTable', name, drawn: runs.length === 0 ? '.welcome' : '.virtual .body .name' },
    answer: (data) => {
      const message = fromRunTable.parse(data);
      if (message.kind === 'view') {
        view = message;
        return [rows()];
      }
      if (isTableChange(message)) model.change(message);
      else if (message.kind !== 'ready') return [];
      return [model.message, rows()];
    },
  };
}

export const runTableScenes: readonly Scene[] = [
  runTableScene('many runs', someRuns(200)),
  runTableScene('groups of seeds, in an order', someRuns(200), {
    ...{ grouped: true, sort: { column: 'accuracy', descending: true }, columns: { tags: true, state: true } },
  }),
  runTableScene('a filter that is not understood', someRuns(30), { filter: 'acuracy>70' }),
  runTableScene('no runs', []),
];
