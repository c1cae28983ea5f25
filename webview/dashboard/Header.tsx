import type { JobView, Overview, RunItem } from '../../src/protocol/dashboard.ts';
import { clock, counted, decimals } from '../../src/common/format.ts';
import { Button } from '../shared/Button.tsx';
import { ProgressBar } from '../shared/ProgressBar.tsx';
import { Swatch } from '../shared/Swatch.tsx';
import type { Act } from './act.ts';
import type { DashboardModel } from './dashboardModel.ts';

/** Always in view: the experiment, what is in progress, Train or Stop, and which colour is which run. */
export function Header({ model, act }: { model: DashboardModel; act: Act }) {
  const overview = model.overview.value!;
  const job = model.job.value;
  return (
    <header class="top">
      <div class="toolbar">
        <h1 title={overview.title}>{overview.title}</h1>
        <p class="status muted" role="status">
          {job ? jobText(job) : idleText(overview)}
        </p>
        {job ? (
          <Button key="stop" icon="stop" onClick={() => act('stop', null)}>
            Stop
          </Button>
        ) : (
          <TrainButton overview={overview} act={act} key="train" />
        )}
      </div>
      <ProgressBar active={job !== null} share={job?.share ?? null} />
      <Legend items={model.shownItems.value} />
    </header>
  );
}

export function TrainButton({ overview, act }: { overview: Overview; act: Act }) {
  const { trusted, trainable } = overview;
  return (
    <Button icon="train" appearance="primary" disabled={!trusted || !trainable} onClick={() => act('train', null)}>
      Train
    </Button>
  );
}

/** Colours and names of the drawn runs, if there are several. */
function Legend({ items }: { items: readonly RunItem[] }) {
  if (items.length < 2) return null;
  return (
    <ul class="legend" aria-label="Runs that are drawn">
      {items.map(({ slot, name, id }) => (
        <li key={slot} title={id}>
          <Swatch slot={slot!} />
          {name}
        </li>
      ))}
    </ul>
  );
}

function jobText({ phase, loss, secondsLeft }: JobView): string {
  const parts = [phase];
  if (secondsLeft !== null) parts.push(`${clock(secondsLeft)} left`);
  if (loss !== null) parts.push(`loss ${decimals(loss, 3)}`);
  return parts.join(' · ');
}

function idleText({ runs, trusted, trainable }: Overview): string {
  if (!trusted) return 'Training and evaluation need a trusted workspace.';
  if (!trainable) return 'The experiment file is missing or has errors.';
  return counted(runs.length, 'run');
}
