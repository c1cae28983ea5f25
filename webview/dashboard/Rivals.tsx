import type { Rival, RunItem } from '../../src/protocol/dashboard.ts';
import { decimals } from '../../src/common/format.ts';
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
  const measured = shown.find(({ curves }) => curves.evaluation?.rivals);
  const rivals = measured?.curves.evaluation?.rivals;
  return (
    <section id="rivals">
      <SectionHead title="Other explanations" remark="the same removal of words, ranked by methods that need no mask" />
      {measured && rivals ? (
        <div class="beside">
          <ChartCard form={form} plot={rivalPlot(rivals)} whyEmpty="" save={save} />
          <Scroll label="Rankings of words">
            <RivalTable run={measured} rivals={rivals} />
          </Scroll>
        </div>
      ) : (
        <Notice
          action="compareExplanations"
          offer="Compare"
          label="Compare the explanations of"
          runs={items}
          canCompute={canCompute}
          act={act}
        >
          Gradients, leaving one out, attention and chance beside the keep probabilities: not measured yet.
        </Notice>
      )}
    </section>
  );
}

function RivalTable({ run, rivals }: { run: ShownRun; rivals: readonly Rival[] }) {
  const headline = run.curves.evaluation!.headline;
  const heads = ['', `SRS_imp(${headline})`, 'AOPC compr. ↑', 'AOPC suff. ↓', 'ms per text'];
  const rows = rivals.map(({ name, curve, ...rival }, slot) => [
    <>
      <Swatch slot={slot} />
      {name}
    </>,
    decimals(curve.find(({ k }) => k === headline)?.srs, 1),
    decimals(rival.comprehensiveness, 3),
    decimals(rival.sufficiency, 3),
    decimals(rival.milliseconds, 1),
  ]);
  return <Table caption={`${run.label}, words ranked by`} showsCaption heads={heads} rows={rows} />;
}
