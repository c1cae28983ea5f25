import type { RivalTable, RunItem } from '../../src/protocol/dashboard.ts';
import { ChartCard, type ExportedFile } from '../shared/ChartCard.tsx';
import { SectionHead } from '../shared/SectionHead.tsx';
import { Swatch } from '../shared/Swatch.tsx';
import { Scroll, Table } from '../shared/Table.tsx';
import type { Act } from './act.ts';
import { Notice } from './Notice.tsx';
import { rivalPlot, type ShownRun } from './plots.ts';

interface RivalsProps {
  readonly shown: readonly ShownRun[];
  readonly items: readonly RunItem[];
  readonly canCompute: boolean;
  readonly act: Act;
  readonly save: (file: ExportedFile) => void;
}

const form = {
  name: 'rivals',
  title: 'SRS_imp(k) by ranking (points)',
  key: 'words removed as each method ranks them',
  xTitle: 'fraction k',
  wholeX: false,
  yTitle: 'accuracy lost, points',
};

/** The mask's ranking of words compared with others, for the first shown run where they were measured; otherwise an offer to do so. */
export function Rivals({ shown, items, canCompute, act, save }: RivalsProps) {
  const measured = shown.find(({ curves }) => curves.evaluation?.rivals) ?? shown.find(hasRivalTables);
  const { rivals = null, rivalTables = [] } = measured?.curves.evaluation ?? {};
  return (
    <section id="rivals">
      <SectionHead title="Other explanations" remark="the same removal of words, ranked by methods that need no mask" />
      {measured && (
        <div class="ranked">
          {rivals && <ChartCard form={form} plot={rivalPlot(rivals)} whyEmpty="" save={save} />}
          {rivalTables.map((table, i) => (
            <Scroll key={table.title} label={table.title}>
              <RankingTable run={measured.label} table={table} hasSwatches={rivals !== null && i === 0} />
            </Scroll>
          ))}
        </div>
      )}
      {!rivals && (
        <Notice
          action="compareExplanations"
          offer="Compare"
          label="Compare the explanations of"
          runs={items}
          canCompute={canCompute}
          act={act}
        >
          Gradients, leaving one out, Shapley values, LIME, attention and chance next to the keep probabilities: not
          measured yet.
        </Notice>
      )}
    </section>
  );
}

const hasRivalTables = ({ curves }: ShownRun) => curves.evaluation !== null && curves.evaluation.rivalTables.length > 0;

interface RankingTableProps {
  /** Its name. */
  readonly run: string;
  readonly table: RivalTable;
  /** Whether its rows are the lines of the chart. */
  readonly hasSwatches: boolean;
}

function RankingTable({ run, table: { title, heads, rows, notes }, hasSwatches }: RankingTableProps) {
  const named = rows.map(([name, ...cells], slot) => [
    <>
      {hasSwatches && <Swatch slot={slot} />}
      {name}
    </>,
    ...cells,
  ]);
  return (
    <>
      <Table caption={`${run}, ${title.toLowerCase()}`} showsCaption heads={heads} rows={named} />
      {notes.map((note) => (
        <p key={note} class="muted">
          {note}
        </p>
      ))}
    </>
  );
}
