import type { Action, RunItem } from '../../src/protocol/dashboard.ts';
import { decimals, percent, timeOf } from '../../src/common/format.ts';
import { SmallButton } from '../shared/Button.tsx';
import { Checkbox } from '../shared/Checkbox.tsx';
import { Icon, type IconName } from '../shared/Icon.tsx';
import { Swatch } from '../shared/Swatch.tsx';
import type { Act } from './act.ts';

interface RunActions {
  /** Whether an evaluation or a training may start now. */
  readonly canCompute: boolean;
  readonly choose: (directory: string, shown: boolean) => void;
  readonly act: Act;
}

interface RunListProps extends RunActions {
  readonly runs: readonly RunItem[];
  readonly note: string | null;
}

const columns = ['Run', 'State', 'Epochs', 'Accuracy', 'SRS'];

/** The runs of the experiment, newest first; those with a check mark are drawn. */
export function RunList({ runs, note, ...actions }: RunListProps) {
  return (
    <section id="runs">
      <div class="scroll" tabIndex={-1}>
        <table class="figures runs">
          <caption class="unseen">Runs of the experiment</caption>
          <thead>
            <tr>
              <td />
              {columns.map((name) => (
                <th scope="col">{name}</th>
              ))}
              <td />
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <RunRow key={run.directory} run={run} {...actions} />
            ))}
          </tbody>
        </table>
      </div>
      <p class="note" role="status">
        {note}
      </p>
    </section>
  );
}

function RunRow({ run, canCompute, choose, act }: RunActions & { run: RunItem }) {
  const { directory, slot, status, accuracy } = run;
  const accuracyText = accuracy === null ? percent(null) : `${percent(accuracy)} ${run.accuracySplit}`;
  const time = timeOf(run.started);
  const about = [...(run.name.endsWith(time) ? [] : [time]), ...run.tags.map((tag) => `#${tag}`)].join(' · ');
  const canEvaluate = !run.evaluated && run.canExplain && status !== 'running';
  const button = (action: Action, icon: IconName, name: string) => (
    <SmallButton name={name} onClick={() => act(action, directory)}>
      <Icon name={icon} />
    </SmallButton>
  );
  return (
    <tr>
      <td>
        <Checkbox
          name={`Draw ${run.name}`}
          checked={slot !== null}
          onChange={(checked) => choose(directory, checked)}
        />
      </td>
      <th scope="row">
        <span class="swatch">{slot !== null && <Swatch slot={slot} />}</span>
        <span class="name">
          <span class="variant" title={run.name}>
            {run.name}
          </span>
          <span class="time muted" title={run.id}>
            {about}
          </span>
          <span class="summary muted">
            {[status, accuracyText, run.srs !== null && `SRS ${decimals(run.srs, 1)}`].filter(Boolean).join(' · ')}
          </span>
        </span>
      </th>
      <td class="state" data-state={status} title={run.reason ?? ''}>
        {status}
      </td>
      <td>{run.epochs}</td>
      <td>{accuracyText}</td>
      <td>{decimals(run.srs, 1)}</td>
      <td class="buttons">
        {run.canResume && canCompute && button('resume', 'resume', 'Resume training')}
        {canEvaluate && canCompute && button('evaluate', 'evaluate', 'Evaluate')}
        {run.canExplain && button('openNeurons', 'neurons', 'Open neuron panel')}
        {button('revealRun', 'folder', 'Reveal folder')}
      </td>
    </tr>
  );
}
