import { Ending } from '../shared/Ending.tsx';
import { ProgressBar } from '../shared/ProgressBar.tsx';
import { SectionHead } from '../shared/SectionHead.tsx';
import type { CompareModel } from './compareModel.ts';
import { Curves } from './Curves.tsx';
import { LineSection } from './LineSection.tsx';
import { NeuronSection } from './NeuronSection.tsx';
import { RunsHead } from './RunsHead.tsx';
import { ResultsTable, SettingsTable, UnitsTable } from './Tables.tsx';

const endings = {
  outdated: 'SAFR Studio was updated: close this comparison and open it again.',
  deleted: 'The runs of this comparison no longer exist.',
} as const;

/** Several runs side by side, and two of them by their neurons and predictions. */
export function ComparePanel({ model }: { model: CompareModel }) {
  const [runs, ended] = [model.runs.value, model.ended.value];
  if (ended) return <Ending>{endings[ended]}</Ending>;
  if (!runs) return <ProgressBar active share={null} />;
  return (
    <main>
      <RunsHead runs={runs} evaluate={(directory) => model.send({ kind: 'evaluate', directory })} />
      <section id="settings">
        <SectionHead title="Settings" remark="where they differ" />
        <SettingsTable runs={runs} />
      </section>
      <section id="results">
        <SectionHead title="Results" remark="on the test split; ± of a mean: its 95 % interval over seeds" />
        <ResultsTable runs={runs} />
      </section>
      {runs.units && (
        <section id="units">
          <SectionHead
            title="Neurons and features"
            remark="features of sparse autoencoders on the activations of a run, measured like neurons"
          />
          <UnitsTable units={runs.units} />
        </section>
      )}
      <Curves runs={runs} save={(file) => model.send({ kind: 'export', ...file })} />
      <NeuronSection model={model} runs={runs} />
      <LineSection model={model} />
    </main>
  );
}
