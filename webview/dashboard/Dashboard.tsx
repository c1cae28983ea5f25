import type { FromDashboard, Overview } from '../../src/protocol/dashboard.ts';
import type { ExportedFile } from '../shared/ChartCard.tsx';
import { Ending } from '../shared/Ending.tsx';
import { SectionHead } from '../shared/SectionHead.tsx';
import type { Act } from './act.ts';
import { srs, training } from './chartPlans.ts';
import { ChartSection } from './ChartSection.tsx';
import { ConfusionSection } from './ConfusionSection.tsx';
import { CurveControls } from './CurveControls.tsx';
import { DataSection } from './DataSection.tsx';
import type { DashboardModel } from './dashboardModel.ts';
import { Header, TrainButton } from './Header.tsx';
import { Neurons } from './Neurons.tsx';
import { Notice } from './Notice.tsx';
import { Rationales } from './Rationales.tsx';
import { Rivals } from './Rivals.tsx';
import { RunList } from './RunList.tsx';
import { Slices } from './Slices.tsx';
import { Summary } from './Summary.tsx';
import { DifferencesTable, ResultsTable } from './Tables.tsx';

interface DashboardProps {
  readonly model: DashboardModel;
  readonly send: (message: FromDashboard) => void;
}

export function Dashboard({ model, send }: DashboardProps) {
  const overview = model.overview.value;
  const act: Act = (action, directory) => send({ kind: 'act', action, directory });
  if (model.isOutdated.value) {
    return <Ending>SAFR Studio was updated: close this dashboard and open it again.</Ending>;
  }
  if (!overview) return null;
  return (
    <>
      <Header model={model} act={act} />
      {overview.runs.length > 0 ? (
        <Runs model={model} act={act} send={send} />
      ) : (
        model.isIdle.value && <Welcome overview={overview} act={act} />
      )}
    </>
  );
}

function Welcome({ overview, act }: { overview: Overview; act: Act }) {
  return (
    <main class="welcome">
      <h2>No runs yet</h2>
      <p class="muted">Train the experiment: its losses, accuracy and SRS are drawn here while it runs.</p>
      <TrainButton overview={overview} act={act} />
    </main>
  );
}

function Runs({ model, act, send }: DashboardProps & { act: Act }) {
  const { runs, note, differences } = model.overview.value!;
  const canCompute = model.canCompute.value;
  const items = model.shownItems.value;
  const shown = model.shownRuns.value;
  const save = (file: ExportedFile) => send({ kind: 'export', ...file });
  const waiting = items.filter(({ evaluated }) => !evaluated);
  const isUnevaluated = items.length > 0 && waiting.length === items.length;
  return (
    <main class={isUnevaluated ? 'unevaluated' : ''}>
      <Summary runs={shown} />
      <RunList
        runs={runs}
        note={note}
        canCompute={canCompute}
        choose={(directory, isShown) => send({ kind: 'choose', directory, shown: isShown })}
        act={act}
      />
      <DataSection runs={shown} />
      <ChartSection
        {...training}
        runs={shown}
        save={save}
        settings={model.curveSettings.value}
        controls={
          <CurveControls
            settings={model.curveSettings.value}
            onChange={(settings) => (model.curveSettings.value = settings)}
          />
        }
      />
      <ChartSection {...srs} runs={shown} save={save}>
        {waiting.length > 0 && (
          <Notice action="evaluate" offer="Evaluate" label="Evaluate" runs={waiting} canCompute={canCompute} act={act}>
            {`Not evaluated: ${waiting.map(({ name }) => name).join('; ')}.`}
          </Notice>
        )}
      </ChartSection>
      {waiting.length < items.length && (
        <Rivals shown={shown} items={items} canCompute={canCompute} act={act} save={save} />
      )}
      <Rationales shown={shown} />
      <Slices runs={shown} />
      <Neurons runs={shown} save={save} />
      <ConfusionSection
        runs={shown}
        open={(directory, label, predicted) => send({ kind: 'openTexts', directory, label, predicted })}
      />
      <section id="results">
        <SectionHead title="Results" remark="of the evaluation" />
        <ResultsTable runs={shown} />
      </section>
      <section id="differences">
        <SectionHead title="Configuration" remark="where it differs" />
        <DifferencesTable differences={differences} runs={shown} />
      </section>
    </main>
  );
}
